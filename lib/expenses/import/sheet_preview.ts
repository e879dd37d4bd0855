import { z } from "zod";
import { DATE_ORDERS } from "./date_cell.ts";
import { IMPORT_FIELDS, type ImportField } from "./column_names.ts";
import type { ReadTable } from "./expense_imports.ts";
import { DECIMALS } from "./import_choices.ts";
import { publicImport, publicImportSchema } from "./import_record.ts";
import { issueError } from "./sheet_refused.ts";
import { ENCODINGS } from "./table_text.ts";

/** Rows that a preview shows as they are read. */
const SAMPLE = 8;

const fieldError = z.object({ path: z.string(), message: z.string() });

/** How a table would be imported, as the API tells it. */
export const sheetPreviewSchema = z.object({
  encoding: z.enum(ENCODINGS),
  separator: z.string(),
  headings: z.array(z.string()),
  columns: z.partialRecord(z.enum(IMPORT_FIELDS), z.string()),
  decimal: z.enum(DECIMALS).nullable(),
  dateOrder: z.enum(DATE_ORDERS),
  timeZone: z.string(),
  userId: z.string(),
  isNegated: z.boolean(),
  rows: z.int(),
  firstRows: z.array(z.object({ row: z.int(), cells: z.array(z.string()) })),
  expenses: z.array(z.object({
    row: z.int(),
    amount: z.number(),
    timestamp: z.iso.datetime(),
    userId: z.string(),
    category: z.string(),
    merchant: z.string(),
    note: z.string(),
  })),
  errors: z.array(fieldError),
  errorCount: z.int(),
  importedBefore: z.array(publicImportSchema),
});
export type SheetPreview = z.infer<typeof sheetPreviewSchema>;

/** The preview of a table that was read. */
export function previewOf({ sheet, before }: ReadTable): SheetPreview {
  const { encoding, separator, headings, dateOrder, timeZone, userId, isNegated } = sheet;
  const columns: Partial<Record<ImportField, string>> = {};
  for (const field of IMPORT_FIELDS) {
    const index = sheet.columns[field];
    if (index !== undefined) columns[field] = headings[index] ?? "";
  }
  return {
    encoding,
    separator,
    headings: [...headings],
    columns,
    decimal: sheet.decimal === null ? null : sheet.decimal === "," ? "comma" : "point",
    dateOrder,
    timeZone,
    userId,
    isNegated,
    rows: sheet.rowCount,
    firstRows: sheet.firstRows,
    expenses: sheet.expenses.slice(0, SAMPLE).map((expense) => {
      const { row, amount, at, userId, category, merchant, note } = expense;
      const timestamp = new Date(at).toISOString();
      return { row, amount, timestamp, userId, category, merchant, note };
    }),
    errors: sheet.issues.map(issueError),
    errorCount: sheet.issueCount,
    importedBefore: before.map(publicImport),
  };
}
