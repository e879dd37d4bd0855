/** The chart's numbers as rows, for the table and the CSV file. */
export interface ChartTable {
  columns: [string, string];
  rows: { name: string; value: number; shown: string }[];
}

/** A cell of a CSV file (RFC 4180) that no spreadsheet takes for a formula. */
function cellOf(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** The table as a CSV file; values are plain numbers, whatever the reader's language. */
export function csvOf(table: ChartTable): string {
  const lines = table.rows.map(({ name, value }) => `${cellOf(name)},${value}`);
  return [table.columns.map(cellOf).join(","), ...lines].join("\r\n") + "\r\n";
}
