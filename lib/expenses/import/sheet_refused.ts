import { ProblemError } from "../../http/problem.ts";
import { messagesFor } from "../../i18n/messages.ts";
import type { ExpenseSheet } from "./expense_sheet.ts";
import type { SheetIssue } from "./sheet_issue.ts";

/** What is wrong with a cell, its place as a path: `rows.17.Valor`. */
export function issueError({ row, column, code, given }: SheetIssue) {
  const place = row === 0 ? "" : column === null ? `rows.${row}` : `rows.${row}.${column}`;
  return { path: place, message: messagesFor("en").imports.issues[code](given) };
}

/** A table with something wrong in it: none of its rows is imported. */
export class SheetRefusedError extends ProblemError {
  readonly sheet: ExpenseSheet;

  constructor(sheet: ExpenseSheet) {
    const more = sheet.issueCount - sheet.issues.length;
    const shown = sheet.issues.length;
    const rest = more > 0
      ? ` The first ${shown} are listed, and ${more.toLocaleString("en")} more.`
      : "";
    super(
      422,
      `Nothing was imported: ${sheet.issueCount.toLocaleString("en")} ` +
        `${sheet.issueCount === 1 ? "thing is" : "things are"} wrong; see errors.${rest}`,
      { errors: sheet.issues.map(issueError), members: { errorCount: sheet.issueCount } },
    );
    this.sheet = sheet;
  }
}
