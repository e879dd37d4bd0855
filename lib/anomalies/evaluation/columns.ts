import type { CsvRow } from "./csv_rows.ts";
import { TableError } from "./table_error.ts";
import { parseTimestamp } from "./timestamps.ts";

/** Where each wanted column stands. */
export function findColumns<Name extends string>(
  header: CsvRow,
  names: readonly Name[],
): Record<Name, number> {
  const present = header.fields.map((field) => field.toLowerCase());
  const missing = names.filter((name) => !present.includes(name));
  if (missing.length > 0) {
    throw new TableError(
      header.line,
      `the header must have ${names.join(",")}; ${missing.join(", ")} is missing`,
    );
  }
  return Object.fromEntries(names.map((name) => [name, present.indexOf(name)])) as Record<
    Name,
    number
  >;
}

/** Refuses a row that has another number of fields than the header. */
export function checkWidth(row: CsvRow, header: CsvRow): void {
  if (row.fields.length === header.fields.length) return;
  throw new TableError(
    row.line,
    `${row.fields.length} fields where the header has ${header.fields.length}`,
  );
}

/** A finite number in a column. */
export function numberAt(row: CsvRow, column: number, name: string): number {
  const text = row.fields[column] ?? "";
  if (text === "") throw new TableError(row.line, `${name} is missing`);
  const value = Number(text);
  if (!Number.isFinite(value)) throw new TableError(row.line, `${name} "${text}" is not a number`);
  return value;
}

/** A time in a column, as milliseconds since the epoch. */
export function timeAt(row: CsvRow, column: number, name: string): number {
  const text = row.fields[column] ?? "";
  if (text === "") throw new TableError(row.line, `${name} is missing`);
  const value = parseTimestamp(text);
  if (Number.isNaN(value)) {
    throw new TableError(
      row.line,
      `${name} "${text}" is neither ISO 8601, YYYY-MM-DD HH:MM:SS nor a number`,
    );
  }
  return value;
}
