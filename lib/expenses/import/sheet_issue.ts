/** What can be wrong with a table, a row or a cell. */
export const ISSUE_CODES = [
  "not-text",
  "empty",
  "too-many-rows",
  "no-column",
  "encoding",
  "open-quote",
  "text-after-quote",
  "too-many-cells",
  "missing",
  "amount",
  "amount-unclear",
  "amount-zero",
  "date",
  "date-range",
  "too-long",
  "control",
] as const;
export type IssueCode = typeof ISSUE_CODES[number];

/** One thing that keeps a table from being imported. */
export interface SheetIssue {
  /** Row as a spreadsheet counts, the heading being the first; 0 for the whole table. */
  row: number;
  /** Heading of the column, or the field that has no column; `null` for a whole row. */
  column: string | null;
  code: IssueCode;
  /** The cell, cut short. */
  given: string;
}

/** Issues that are kept; the others are counted. */
export const MAX_ISSUES = 100;
const MAX_GIVEN = 60;

/** Gathers issues: all are counted, the first are kept. */
export class IssueList {
  readonly first: SheetIssue[] = [];
  count = 0;

  add(row: number, column: string | null, code: IssueCode, given = ""): void {
    this.count++;
    if (this.first.length === MAX_ISSUES) return;
    this.first.push({ row, column, code, given: given.slice(0, MAX_GIVEN).toWellFormed() });
  }
}
