import { TableError } from "./table_error.ts";

/** One row of a CSV file. */
export interface CsvRow {
  /** Line on which the row begins, the first being 1. */
  line: number;
  fields: string[];
}

/** Rows of a CSV text that comes in pieces; empty lines are left out, quoted fields may span lines. */
export async function* readCsv(pieces: AsyncIterable<string>): AsyncGenerator<CsvRow> {
  let rest = "";
  let line = 1;
  let begin = 1;
  let isFirst = true;
  for await (const piece of pieces) {
    const lines = (rest + (isFirst ? piece.replace(/^\uFEFF/, "") : piece)).split("\n");
    isFirst = false;
    rest = lines.pop() ?? "";
    let open = "";
    for (const text of lines) {
      const whole = open + text;
      line++;
      if (hasOpenQuote(whole)) {
        open = `${whole}\n`;
        continue;
      }
      open = "";
      if (whole.trim() !== "") yield { line: begin, fields: split(whole, begin) };
      begin = line;
    }
    // What a quote holds open waits for the next piece, whole, and its lines are counted again.
    rest = open + rest;
    line = begin;
  }
  if (hasOpenQuote(rest)) throw new TableError(begin, "a quote is not closed");
  if (rest.trim() !== "") yield { line: begin, fields: split(rest, begin) };
}

/** A field as it is written in CSV. */
export function csvField(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function hasOpenQuote(text: string): boolean {
  if (!text.includes('"')) return false;
  let quotes = 0;
  for (const character of text) if (character === '"') quotes++;
  return quotes % 2 === 1;
}

function split(text: string, line: number): string[] {
  const row = text.endsWith("\r") ? text.slice(0, -1) : text;
  if (!row.includes('"')) return row.split(",").map((field) => field.trim());
  const fields: string[] = [];
  const pattern = /\s*(?:"((?:[^"]|"")*)"\s*|([^",]*))(,|$)/y;
  for (;;) {
    const match = pattern.exec(row);
    if (match === null) throw new TableError(line, "a quote stands in the middle of a field");
    fields.push(match[1]?.replaceAll('""', '"') ?? (match[2] ?? "").trim());
    if (match[3] === "") return fields;
  }
}
