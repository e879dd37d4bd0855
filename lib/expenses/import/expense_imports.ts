import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import { ProblemError } from "../../http/problem.ts";
import type { JobQueue } from "../../queue/job_queue.ts";
import type { Collection, Stored } from "../../store/collections.ts";
import { DuplicateError, type Store } from "../../store/store.ts";
import { type ExpenseSheet, readSheet, type SheetContext } from "./expense_sheet.ts";
import { columnChoice, type ImportChoices, importChoices, SEPARATOR_OF } from "./import_choices.ts";
import { IMPORT_FIELDS } from "./column_names.ts";
import { ImportFiles } from "./import_files.ts";
import {
  EXPENSE_IMPORTS,
  type ImportRecord,
  type PublicImport,
  publicImport,
} from "./import_record.ts";
import { OneAtOnce } from "./one_at_once.ts";
import { SheetRefusedError } from "./sheet_refused.ts";
import { decodeTable } from "./table_text.ts";

/** Largest file: 100,000 rows of 250 bytes. */
export const IMPORT_LIMIT_BYTES = 25 * 1024 * 1024;
/** The job that stores the rows of an accepted import. */
export const IMPORT_JOB = "expenses.import";
/** What nobody confirms is dropped after this time, and when there are more than so many. */
const DRAFT_MS = 60 * 60 * 1000;
const MAX_DRAFTS = 20;

export interface ExpenseImportsOptions {
  store: Store;
  jobs: Pick<JobQueue, "enqueue">;
  now?: () => number;
}

/** A table as it would be imported. */
export interface ReadTable {
  sheet: ExpenseSheet;
  /** How it is read, as choices that read it so again. */
  decisions: Record<string, string>;
  fileHash: string;
  readingKey: string;
  /** Imports of the same text before, newest first. */
  before: Stored<ImportRecord>[];
}

/** Who imports; `again` allows a file that was imported before in another way. */
export interface AcceptContext extends SheetContext {
  again: boolean;
}

/** What became of a file; not new where the same import was there before. */
export interface AcceptedImport {
  record: PublicImport;
  isNew: boolean;
}

/**
 * Imports of tables. The file is kept first; accepting it is one write, after which a durable job
 * stores the rows, so that a crash ends with all of them or none.
 */
export class ExpenseImports {
  readonly #imports: Collection<ImportRecord>;
  readonly #files: ImportFiles;
  readonly #jobs: Pick<JobQueue, "enqueue">;
  readonly #now: () => number;
  readonly #reading = new OneAtOnce();

  constructor({ store, jobs, now = Date.now }: ExpenseImportsOptions) {
    this.#imports = store.collection(EXPENSE_IMPORTS);
    this.#files = new ImportFiles(store);
    this.#jobs = jobs;
    this.#now = now;
  }

  /** Keeps a file to look at. */
  async keep(bytes: Uint8Array, fileName: string | null, by: string): Promise<string> {
    return (await this.#keep(bytes, fileName, by)).id;
  }

  /**
   * Reads a file as it would be imported, and stores nothing.
   * @throws ProblemError 503 with `Retry-After` when too many files wait to be read.
   */
  preview(bytes: Uint8Array, choices: ImportChoices, context: SheetContext): Promise<ReadTable> {
    return this.#reading.run(() => this.#read(bytes, choices, context));
  }

  async #read(
    bytes: Uint8Array,
    choices: ImportChoices,
    context: SheetContext,
  ): Promise<ReadTable> {
    const table = await decodeTable(bytes, choices.encoding);
    const sheet = await readSheet(table, choices, context);
    const decisions = decisionsOf(sheet);
    const fileHash = await hashOf(withoutEmptyEnd(table.text));
    const readingKey = await hashOf(`${fileHash}${JSON.stringify(decisions)}`);
    return { sheet, decisions, fileHash, readingKey, before: await this.#sameFile(fileHash) };
  }

  /** Reads a draft as it would be imported; `null` when there is none (any more). */
  async read(id: string, choices: ImportChoices, context: SheetContext): Promise<ReadTable | null> {
    const draft = await this.#imports.get(id);
    if (draft?.state !== "draft") return null;
    return await this.preview(await this.#files.read(id, draft.chunks), choices, context);
  }

  /** Imports a file at once; as `accept` does. */
  async import(
    bytes: Uint8Array,
    fileName: string | null,
    choices: ImportChoices,
    context: AcceptContext,
  ): Promise<AcceptedImport> {
    const read = await this.preview(bytes, choices, context);
    assertRight(read.sheet);
    return await this.#decide(await this.#keep(bytes, fileName, context.userId), read, context);
  }

  /**
   * Accepts a draft whose rows are all right. The same file that is read in the same way is the import
   * that it was before; read in another way only with `again`.
   * @throws SheetRefusedError when anything is wrong; nothing is stored then.
   * @throws ProblemError 404 no such draft, 409 the file was imported before in another way.
   */
  async accept(
    id: string,
    choices: ImportChoices,
    context: AcceptContext,
  ): Promise<AcceptedImport> {
    const draft = await this.#imports.get(id);
    if (draft === null) throw noSuchImport();
    if (draft.state !== "draft") return { record: publicImport(draft), isNew: false };
    const read = await this.preview(await this.#files.read(id, draft.chunks), choices, context);
    assertRight(read.sheet);
    return await this.#decide(draft, read, context);
  }

  /** An accepted import, or `null`. */
  async get(id: string): Promise<PublicImport | null> {
    const record = await this.#imports.get(id);
    return record === null || record.state === "draft" ? null : publicImport(record);
  }

  /** Gives work to the jobs that a crash between accepting and enqueueing left without one. */
  async resume(): Promise<void> {
    const { items } = await this.#imports.find({ where: { state: "accepted" }, limit: 500 });
    for (const { id } of items) await this.#enqueue(id);
  }

  async #keep(
    bytes: Uint8Array,
    fileName: string | null,
    by: string,
  ): Promise<Stored<ImportRecord>> {
    await this.#dropOldDrafts();
    const id = randomUUID();
    const chunks = await this.#files.write(id, bytes);
    return await this.#imports.insert({
      id,
      state: "draft",
      fileName: fileName?.slice(0, 256).toWellFormed() ?? null,
      by,
      chunks,
      choices: {},
      encoding: null,
      fileHash: null,
      readingKey: null,
      rows: 0,
      stored: 0,
      acceptedAt: null,
      doneAt: null,
    });
  }

  async #decide(
    draft: Stored<ImportRecord>,
    { sheet, decisions: choices, fileHash, readingKey, before }: ReadTable,
    { again }: AcceptContext,
  ): Promise<AcceptedImport> {
    const same = before.find((one) => one.readingKey === readingKey);
    if (same === undefined && before.length > 0 && !again) throw importedOtherwise();
    const { encoding, rowCount: rows } = sheet;
    const record = same ??
      await this.#accept(draft, { choices, encoding, rows, fileHash, readingKey });
    const isNew = record.id === draft.id;
    if (isNew) await this.#enqueue(record.id);
    else await this.#drop(draft.id);
    return { record: publicImport(record), isNew };
  }

  async #drop(id: string): Promise<void> {
    // Not when it was accepted at this moment.
    if (await this.#imports.deleteWhere({ id, state: "draft" }) > 0) await this.#files.remove(id);
  }

  async #enqueue(id: string): Promise<void> {
    await this.#jobs.enqueue(IMPORT_JOB, { id }, { id: `${IMPORT_JOB}:${id}` });
  }

  async #sameFile(fileHash: string): Promise<Stored<ImportRecord>[]> {
    return (await this.#imports.find({ where: { fileHash }, limit: 20 })).items;
  }

  /** The one write that decides; of two at the same moment the first counts. */
  async #accept(
    draft: Stored<ImportRecord>,
    changes: Partial<ImportRecord> & { readingKey: string },
  ): Promise<Stored<ImportRecord>> {
    const acceptedAt = new Date(this.#now()).toISOString();
    try {
      const accepted = await this.#imports.patch(
        draft.id,
        { ...changes, state: "accepted", acceptedAt },
        { state: "draft" },
      );
      if (accepted !== null) return accepted;
    } catch (error) {
      if (!(error instanceof DuplicateError)) throw error;
    }
    const { readingKey } = changes;
    const first = await this.#imports.findOne({ readingKey });
    if (first === null) throw noSuchImport();
    return first;
  }

  async #dropOldDrafts(): Promise<void> {
    const { items } = await this.#imports.find({ where: { state: "draft" }, limit: 500 });
    const oldest = new Date(this.#now() - DRAFT_MS).toISOString();
    for (const [index, { id, createdAt }] of items.entries()) {
      if (createdAt < oldest || index >= MAX_DRAFTS) await this.#drop(id);
    }
  }
}

/** How a sheet was read, as choices that read it so again. */
function decisionsOf(sheet: ExpenseSheet): Record<string, string> {
  const names = Object.entries(SEPARATOR_OF);
  return {
    separator: names.find(([, sign]) => sign === sheet.separator)?.[0] ?? "",
    decimal: sheet.decimal === "," ? "comma" : "point",
    dateOrder: sheet.dateOrder,
    timeZone: sheet.timeZone,
    userId: sheet.userId,
    ...Object.fromEntries(
      IMPORT_FIELDS.map((field) => [columnChoice(field), `#${(sheet.columns[field] ?? -1) + 1}`]),
    ),
  };
}

function assertRight(sheet: ExpenseSheet): void {
  if (sheet.issueCount > 0) throw new SheetRefusedError(sheet);
}

/** The table of an accepted import once more. */
export async function readAccepted(
  record: Stored<ImportRecord>,
  bytes: Uint8Array,
): Promise<ExpenseSheet> {
  const choices = importChoices.parse(record.choices);
  const table = await decodeTable(bytes, record.encoding ?? undefined);
  return await readSheet(table, choices, {
    userId: record.by,
    timeZone: "UTC",
    nowMs: Date.parse(record.acceptedAt ?? record.createdAt),
  });
}

/** A table is the same with or without rows at its end that hold nothing. */
function withoutEmptyEnd(text: string): string {
  let end = text.length;
  while (end > 0 && /[\s;,|]/.test(text[end - 1]!)) end--;
  return text.slice(0, end);
}

/** SHA-256 in hexadecimal, made beside this thread. */
async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Buffer.from(digest).toString("hex");
}

/** The problem of an import that is not there. */
export function noSuchImport(): ProblemError {
  return new ProblemError(404, "There is no import with this id; drafts are dropped after an hour");
}

function importedOtherwise(): ProblemError {
  return new ProblemError(
    409,
    "This file was imported before, read in another way; importing it once more would add its rows " +
      "again. Send again=true if that is meant",
  );
}
