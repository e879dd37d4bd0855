/** Signs that may stand between the cells of a row. */
export const SEPARATORS = [",", ";", "\t", "|"] as const;
export type Separator = typeof SEPARATORS[number];

/** One row of a table. */
export interface CsvRecord {
  /** Its place among the rows as a spreadsheet counts them, the first being 1. */
  row: number;
  cells: string[];
  /** What is wrong with its quotes. */
  problem?: "open-quote" | "text-after-quote";
}

/** Rows by which the separator is judged. */
const SAMPLE = 20;

/**
 * The rows of a text whose lines end in `\n`; quoted cells may hold separators, line ends and doubled
 * quotes. Blank rows are counted and left out.
 */
export function* readRecords(text: string, separator: Separator): Generator<CsvRecord> {
  let at = 0;
  let row = 0;
  while (at < text.length) {
    row++;
    const end = text.indexOf("\n", at);
    const lineEnd = end < 0 ? text.length : end;
    const line = text.slice(at, lineEnd);
    if (!line.includes('"')) {
      at = lineEnd + 1;
      if (line.trim() !== "") yield { row, cells: line.split(separator).map(trimmed) };
      continue;
    }
    const { cells, next, problem } = readQuoted(text, at, separator);
    at = next;
    yield { row, cells, ...(problem !== undefined && { problem }) };
  }
}

function trimmed(cell: string): string {
  return cell.trim();
}

/** A row with quotes, from its first character on. */
function readQuoted(text: string, from: number, separator: Separator) {
  const cells: string[] = [];
  let problem: CsvRecord["problem"];
  let at = from;
  for (;;) {
    while (text[at] === " ") at++;
    let cell = "";
    if (text[at] === '"') {
      const close = closingQuote(text, at + 1);
      if (close < 0) {
        // An end that never comes would swallow all other rows: this one alone is wrong.
        const lineEnd = text.indexOf("\n", from);
        const next = lineEnd < 0 ? text.length : lineEnd + 1;
        return { cells, next, problem: "open-quote" as const };
      }
      cell = text.slice(at + 1, close).replaceAll('""', '"');
      at = close + 1;
    }
    const begin = at;
    while (at < text.length && text[at] !== separator && text[at] !== "\n") at++;
    const rest = text.slice(begin, at);
    if (begin > from && text[begin - 1] === '"' && rest.trim() !== "") {
      problem = "text-after-quote";
    }
    cells.push((cell + rest).trim());
    if (text[at] !== separator) return { cells, next: at + 1, problem };
    at++;
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}

/** The separator by which the first rows come apart most alike. */
export function separatorOf(text: string): Separator {
  let best: Separator = ",";
  let most = 0;
  for (const separator of SEPARATORS) {
    const widths: number[] = [];
    for (const { cells } of readRecords(text, separator)) {
      widths.push(cells.length);
      if (widths.length === SAMPLE) break;
    }
    const header = widths[0] ?? 0;
    const alike = widths.filter((width) => width === header).length / Math.max(1, widths.length);
    const worth = header < 2 ? 0 : alike * 100 + header;
    if (worth > most) {
      most = worth;
      best = separator;
    }
  }
  return best;
}
