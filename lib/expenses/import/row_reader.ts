import { MAX_FUTURE_MS, MAX_USER_ID_LENGTH } from "../../events/event.ts";
import { textProblem } from "../../events/metadata.ts";
import type { LocalTimes } from "../../i18n/local_time.ts";
import { amountOf, type DecimalSign, readAmount } from "../amount.ts";
import type { Columns, ImportField } from "./column_names.ts";
import type { CsvRecord } from "./csv_records.ts";
import { type DateOrder, instantOfDate } from "./date_cell.ts";
import type { IssueList } from "./sheet_issue.ts";
import { isMisread, type TableText } from "./table_text.ts";

/** One row of a table as an expense. */
export interface SheetExpense {
  row: number;
  amount: number;
  /** ISO 4217, where the row names one. */
  currency: string | null;
  /** Epoch milliseconds. */
  at: number;
  /** The row has a date without a time. */
  isDateOnly: boolean;
  userId: string;
  category: string;
  merchant: string;
  note: string;
}

/** How the cells of a table are to be read. */
export interface Reading {
  table: TableText;
  headings: readonly string[];
  columns: Columns;
  /** `null` where an amount like `1.234` cannot be told. */
  decimal: DecimalSign | null;
  dateOrder: DateOrder;
  local: LocalTimes;
  /** Whose expenses they are where no column says so. */
  userId: string;
  /** Spent amounts are written below 0. */
  isNegated: boolean;
  nowMs: number;
}

const MAX_LENGTH: Readonly<Record<"userId" | "category" | "merchant" | "note", number>> = {
  userId: MAX_USER_ID_LENGTH,
  category: 256,
  merchant: 256,
  note: 1000,
};

/** The expense of a row; `null` when something is wrong with it, which is then among the issues. */
export function readRow(
  record: CsvRecord,
  reading: Reading,
  issues: IssueList,
): SheetExpense | null {
  const { row, cells } = record;
  const { headings, columns, table } = reading;
  const before = issues.count;
  if (record.problem !== undefined) {
    issues.add(row, null, record.problem, cells.join(" "));
    return null;
  }
  if (cells.length > headings.length && cells.slice(headings.length).some((cell) => cell !== "")) {
    issues.add(row, null, "too-many-cells", cells.slice(headings.length).join(" "));
    return null;
  }
  const columnOf = (field: ImportField) => headings[columns[field] ?? -1] ?? field;
  const cellOf = (field: ImportField): string | undefined => {
    const index = columns[field];
    if (index === undefined) return undefined;
    const cell = cells[index] ?? "";
    if (isMisread(cell, table)) issues.add(row, columnOf(field), "encoding", cell);
    return cell;
  };
  const textOf = (field: keyof typeof MAX_LENGTH): string => {
    const cell = cellOf(field);
    if (cell === undefined) return "";
    if (cell.length > MAX_LENGTH[field]) issues.add(row, columnOf(field), "too-long", cell);
    else if (textProblem(cell) !== null) issues.add(row, columnOf(field), "control");
    return cell;
  };
  const money = readMoney(cellOf("amount") ?? "", reading);
  if ("issue" in money) issues.add(row, columnOf("amount"), money.issue, money.given);
  const date = readInstant(cellOf("date") ?? "", reading);
  if ("issue" in date) issues.add(row, columnOf("date"), date.issue, date.given);
  const userId = columns.userId === undefined ? reading.userId : textOf("userId");
  if (userId === "") issues.add(row, columnOf("userId"), "missing");
  const rest = {
    userId,
    category: textOf("category"),
    merchant: textOf("merchant"),
    note: textOf("note"),
  };
  if (issues.count > before || "issue" in money || "issue" in date) return null;
  return { row, ...money, ...date, ...rest };
}

type Refusal = { issue: Parameters<IssueList["add"]>[2]; given: string };

function readMoney(
  given: string,
  { decimal, isNegated }: Reading,
): { amount: number; currency: string | null } | Refusal {
  if (given === "") return { issue: "missing", given };
  const written = readAmount(given);
  if (written === null) return { issue: "amount", given };
  if (written.isUnclear && decimal === null) return { issue: "amount-unclear", given };
  const amount = amountOf(written, decimal ?? ".");
  if (amount === null) return { issue: "amount", given };
  if (amount === 0) return { issue: "amount-zero", given };
  return { amount: isNegated ? -amount : amount, currency: written.currency };
}

function readInstant(
  given: string,
  { dateOrder, local, nowMs }: Reading,
): { at: number; isDateOnly: boolean } | Refusal {
  if (given === "") return { issue: "missing", given };
  const at = instantOfDate(given, dateOrder, local);
  if (at === null) return { issue: "date", given };
  return at < 0 || at > nowMs + MAX_FUTURE_MS
    ? { issue: "date-range", given }
    : { at, isDateOnly: !given.includes(":") };
}
