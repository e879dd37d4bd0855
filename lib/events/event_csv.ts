import { dimensionOf, type Event, METADATA_DIMENSIONS } from "./event.ts";

const COLUMNS = [
  "id",
  "timestamp",
  "receivedAt",
  "source",
  "userId",
  "type",
  "value",
  "currency",
  ...METADATA_DIMENSIONS,
  "metadata",
];

/**
 * What spreadsheets take for the start of a formula (OWASP, "CSV Injection"), with the full-width
 * forms that some of them fold into it.
 */
const FORMULA_START = /^[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]/;
const NEEDS_QUOTES = /[",\r\n]/;

/** A text as a cell of RFC 4180, made inert where a spreadsheet would run it: `'` goes in front. */
export function csvText(text: string): string {
  const inert = FORMULA_START.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** The header line. */
export const EVENT_CSV_HEADER = `${COLUMNS.join(",")}\r\n`;

/** An event as a line: its fields, the metadata that is a dimension, and all metadata as JSON. */
export function eventCsvLine(event: Event): string {
  const texts = [
    event.currency ?? "",
    ...METADATA_DIMENSIONS.map((dimension) => dimensionOf(event, dimension) ?? ""),
    JSON.stringify(event.metadata),
  ];
  const names = [
    event.id,
    event.timestamp,
    event.receivedAt,
    event.source,
    event.userId,
    event.type,
  ];
  // Numbers are no formulas, also negative ones.
  const value = event.value === null ? "" : String(event.value);
  return `${names.map(csvText).join(",")},${value},${texts.map(csvText).join(",")}\r\n`;
}
