import { z } from "zod";
import { readBytes } from "../../http/body.ts";
import { ProblemError } from "../../http/problem.ts";
import { parseQuery } from "../../http/query.ts";
import { IMPORT_LIMIT_BYTES } from "./expense_imports.ts";
import { CHOICE_PARAMETERS, type ImportChoices } from "./import_choices.ts";
import type { Encoding } from "./table_text.ts";

const flag = z.enum(["true", "false"]).transform((text) => text === "true").default(false);

/** Query of a call that imports a table. */
export const importQuery = z.object({
  again: flag,
  fileName: z.string().max(256).optional(),
  ...CHOICE_PARAMETERS,
});

const CHARSETS: Readonly<Record<string, Encoding>> = {
  "utf-8": "utf-8",
  "utf8": "utf-8",
  "windows-1252": "windows-1252",
  "iso-8859-1": "windows-1252",
  "latin1": "windows-1252",
  "us-ascii": "utf-8",
  "utf-16le": "utf-16le",
  "utf-16be": "utf-16be",
};

/** What a call that imports a table asks for. */
export interface ImportRequest {
  again: boolean;
  fileName: string | null;
  choices: ImportChoices;
  bytes: Uint8Array;
}

/**
 * Reads a table that is sent as `text/csv`. The encoding is what the query says, else the charset.
 * @throws ProblemError 408, 413, 415 no CSV or an unknown charset, 422
 */
export async function readImportRequest(request: Request, url: URL): Promise<ImportRequest> {
  const { again, fileName = null, ...given } = parseQuery(url, importQuery);
  const encoding = given.encoding ?? charsetOf(request);
  const bytes = await readBytes(request, IMPORT_LIMIT_BYTES);
  return { again, fileName, choices: { ...given, encoding }, bytes };
}

function charsetOf(request: Request): Encoding | undefined {
  const header = request.headers.get("content-type") ?? "";
  const [type = "", ...parameters] = header.toLowerCase().split(";").map((part) => part.trim());
  if (type !== "text/csv") {
    throw new ProblemError(415, "Send the table with Content-Type: text/csv");
  }
  const charset = parameters.find((part) => part.startsWith("charset="))?.slice("charset=".length)
    .replaceAll('"', "");
  // UTF-16 by its mark, and all that names nothing, is found out.
  if (charset === undefined || charset === "utf-16") return undefined;
  if (Object.hasOwn(CHARSETS, charset)) return CHARSETS[charset];
  throw new ProblemError(
    415,
    "Send the table in UTF-8, UTF-16, Windows-1252 or ISO-8859-1, or without a charset",
  );
}
