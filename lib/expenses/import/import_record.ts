import { z } from "zod";
import type { CollectionSpec, Stored } from "../../store/collections.ts";
import { ENCODINGS } from "./table_text.ts";

/** A draft may still be looked at or dropped; accepted means that all its rows will be stored. */
export const IMPORT_STATES = ["draft", "accepted", "done"] as const;

const importSchema = z.object({
  state: z.enum(IMPORT_STATES),
  fileName: z.string().max(256).nullable(),
  /** Who brought it; the source of its events. */
  by: z.string(),
  /** Parts in which the bytes are kept until all rows are stored. */
  chunks: z.int(),
  /** Every decision of how it is read, so that it can be read again with the same result. */
  choices: z.record(z.string(), z.string()),
  encoding: z.enum(ENCODINGS).nullable(),
  /** The same for the same text. */
  fileHash: z.string().nullable(),
  /** The same for the same text that is read in the same way; `null` for drafts. */
  readingKey: z.string().nullable(),
  rows: z.int(),
  /** Rows that are stored so far. */
  stored: z.int(),
  acceptedAt: z.string().nullable(),
  doneAt: z.string().nullable(),
});
export type ImportRecord = z.infer<typeof importSchema>;

export const EXPENSE_IMPORTS: CollectionSpec<ImportRecord> = {
  name: "expense_imports",
  schema: importSchema,
  unique: [["readingKey"]],
  indexes: [["state"], ["fileHash"]],
};

const chunkSchema = z.object({ importId: z.string(), base64: z.string() });

export const IMPORT_CHUNKS: CollectionSpec<z.infer<typeof chunkSchema>> = {
  name: "expense_import_chunks",
  schema: chunkSchema,
  indexes: [["importId"]],
};

/** An import as the API tells of it. */
export const publicImportSchema = z.object({
  id: z.string(),
  state: z.enum(["accepted", "done"]),
  fileName: z.string().nullable(),
  by: z.string(),
  rows: z.int(),
  stored: z.int(),
  acceptedAt: z.iso.datetime(),
  doneAt: z.iso.datetime().nullable(),
});
export type PublicImport = z.infer<typeof publicImportSchema>;

/** What others may know of an accepted import. */
export function publicImport(record: Stored<ImportRecord>): PublicImport {
  const { id, state, fileName, by, rows, stored, acceptedAt, doneAt, createdAt } = record;
  return {
    id,
    state: state === "done" ? "done" : "accepted",
    fileName,
    by,
    rows,
    stored,
    acceptedAt: acceptedAt ?? createdAt,
    doneAt,
  };
}
