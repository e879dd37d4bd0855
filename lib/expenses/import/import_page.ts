import type { ExpenseImports, ReadTable } from "./expense_imports.ts";
import type { SheetContext } from "./expense_sheet.ts";
import type { ImportChoices } from "./import_choices.ts";
import type { PublicImport } from "./import_record.ts";

/** What the page of imports shows: a file to choose, how it is read, or how far it is. */
export type ImportStep =
  | { step: "choose"; fault?: "nothing" | "gone" }
  | { step: "check"; draft: string; choices: ImportChoices; read: ReadTable }
  | { step: "accepted"; record: PublicImport };

export interface ImportAddress {
  draft: string | undefined;
  done: string | undefined;
  choices: ImportChoices;
  context: SheetContext;
}

/** The step that an address asks for; a file to choose where what it names is not there any more. */
export async function loadImport(
  imports: Pick<ExpenseImports, "get" | "read">,
  { draft, done, choices, context }: ImportAddress,
): Promise<ImportStep> {
  const accepted = done ?? draft;
  if (accepted === undefined) return { step: "choose" };
  const record = await imports.get(accepted);
  if (record !== null) return { step: "accepted", record };
  const read = draft === undefined ? null : await imports.read(draft, choices, context);
  return draft === undefined || read === null
    ? { step: "choose", fault: "gone" }
    : { step: "check", draft, choices, read };
}

/** Hands over the file of an upload, or the text that was pasted instead; `null` when there is none. */
export async function takeUpload(
  form: FormData,
  keep: (bytes: Uint8Array, fileName: string | null) => Promise<string>,
): Promise<string | null> {
  const file = form.get("file");
  if (file instanceof File && file.size > 0) {
    return await keep(new Uint8Array(await file.arrayBuffer()), file.name);
  }
  const text = form.get("text");
  if (typeof text !== "string" || text.trim() === "") return null;
  return await keep(new TextEncoder().encode(text), null);
}
