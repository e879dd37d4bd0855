import { LocalTimes } from "../../i18n/local_time.ts";
import { amountOf, type DecimalSign, readAmount } from "../amount.ts";
import {
  columnNamed,
  type Columns,
  columnsOf,
  IMPORT_FIELDS,
  type ImportField,
} from "./column_names.ts";
import { type CsvRecord, readRecords, type Separator, separatorOf } from "./csv_records.ts";
import { type DateOrder, orderOfDate } from "./date_cell.ts";
import {
  columnChoice,
  DECIMAL_OF,
  type ImportChoices,
  NO_COLUMN,
  SEPARATOR_OF,
} from "./import_choices.ts";
import { type Reading, readRow, type SheetExpense } from "./row_reader.ts";
import { IssueList, type SheetIssue } from "./sheet_issue.ts";
import { TimeSlices } from "./time_slices.ts";
import { isOtherFile, type TableText } from "./table_text.ts";

/** Rows of one import. */
export const MAX_ROWS = 100_000;
const FIRST_ROWS = 8;
const REQUIRED: readonly ImportField[] = ["amount", "date"];

/** Who imports, from where and when. */
export interface SheetContext {
  userId: string;
  timeZone: string;
  nowMs: number;
}

/** A table that was read: how, what it holds, and everything that is wrong with it. */
export interface ExpenseSheet {
  encoding: TableText["encoding"];
  separator: Separator;
  headings: readonly string[];
  columns: Columns;
  /** `null` when an amount like `1.234` can be either and nobody chose. */
  decimal: DecimalSign | null;
  dateOrder: DateOrder;
  timeZone: string;
  userId: string;
  /** Every amount was below 0, and was read as spent. */
  isNegated: boolean;
  /** Rows below the heading that are not blank. */
  rowCount: number;
  /** Cells of the first rows as they are written. */
  firstRows: { row: number; cells: string[] }[];
  /** In the order of the rows; without those that have issues. */
  expenses: SheetExpense[];
  issues: SheetIssue[];
  /** Of all issues, also those that are not listed. */
  issueCount: number;
}

/**
 * Reads a table of expenses whole. What nobody chose is found out from the headings and from all
 * cells of a column, so that `1.234` is read as its neighbours are. Lets others have their turn.
 */
export async function readSheet(
  table: TableText,
  choices: ImportChoices,
  context: SheetContext,
): Promise<ExpenseSheet> {
  const separator = choices.separator === undefined
    ? separatorOf(table.text)
    : SEPARATOR_OF[choices.separator];
  const issues = new IssueList();
  if (isOtherFile(table)) issues.add(0, null, "not-text");
  const records = issues.count > 0 ? [] : await readAll(table.text, separator, issues);
  const headings = records.shift()?.cells ?? [];
  const columns = chooseColumns(headings, choices, issues);
  if (issues.count === 0) {
    if (records.length === 0) issues.add(0, null, "empty");
    for (const field of REQUIRED) {
      if (columns[field] === undefined) issues.add(1, field, "no-column");
    }
  }
  const timeZone = choices.timeZone ?? context.timeZone;
  const reading: Reading = {
    table,
    headings,
    columns,
    ...await judgeAmounts(records, columns.amount, choices),
    dateOrder: choices.dateOrder ?? await judgeDates(records, columns.date),
    local: new LocalTimes(timeZone),
    userId: choices.userId ?? context.userId,
    nowMs: context.nowMs,
  };
  // Where columns are not known every row would be wrong for the same reason.
  const expenses: SheetExpense[] = [];
  if (issues.count === 0) {
    await forEach(records, (record) => {
      const expense = readRow(record, reading, issues);
      if (expense !== null) expenses.push(expense);
    });
  }
  const { decimal, dateOrder, userId, isNegated } = reading;
  return {
    encoding: table.encoding,
    separator,
    headings,
    columns,
    decimal,
    dateOrder,
    timeZone,
    userId,
    isNegated,
    rowCount: records.length,
    firstRows: records.slice(0, FIRST_ROWS).map(({ row, cells }) => ({ row, cells })),
    expenses,
    issues: issues.first,
    issueCount: issues.count,
  };
}

async function readAll(
  text: string,
  separator: Separator,
  issues: IssueList,
): Promise<CsvRecord[]> {
  const records: CsvRecord[] = [];
  const slices = new TimeSlices();
  for (const record of readRecords(text, separator)) {
    if (record.cells.every((cell) => cell === "")) continue;
    records.push(record);
    if (records.length > MAX_ROWS + 1) {
      issues.add(record.row, null, "too-many-rows");
      break;
    }
    if (slices.step()) await slices.rest();
  }
  return records;
}

/** Does the work for each row and lets others have their turn. */
async function forEach(
  records: readonly CsvRecord[],
  work: (record: CsvRecord) => void,
): Promise<void> {
  const slices = new TimeSlices();
  for (const record of records) {
    work(record);
    if (slices.step()) await slices.rest();
  }
}

function chooseColumns(
  headings: readonly string[],
  choices: ImportChoices,
  issues: IssueList,
): Columns {
  const columns: Columns = {};
  const found = columnsOf(headings);
  const taken = new Set<number>();
  for (const field of IMPORT_FIELDS) {
    const given = choices[columnChoice(field)];
    if (given === undefined || given === NO_COLUMN) continue;
    const index = columnNamed(given, headings);
    if (index === null) issues.add(1, given, "no-column");
    else {
      columns[field] = index;
      taken.add(index);
    }
  }
  for (const field of IMPORT_FIELDS) {
    const index = found[field];
    if (choices[columnChoice(field)] !== undefined || index === undefined) continue;
    if (!taken.has(index)) columns[field] = index;
  }
  return columns;
}

async function judgeAmounts(
  records: readonly CsvRecord[],
  column: number | undefined,
  choices: ImportChoices,
): Promise<Pick<Reading, "decimal" | "isNegated">> {
  const chosen = choices.decimal === undefined ? null : DECIMAL_OF[choices.decimal];
  if (column === undefined) return { decimal: chosen, isNegated: false };
  const signs = new Set<DecimalSign>();
  let unclear = 0;
  let negative = 0;
  let positive = 0;
  await forEach(records, ({ cells }) => {
    const written = readAmount(cells[column] ?? "");
    if (written === null || amountOf(written, ".") === null) return;
    if (written.isNegative) negative++;
    else positive++;
    if (written.isUnclear) unclear++;
    // Of 1.234.567 the decimal sign can only be the other one.
    const told = written.decimal ?? otherOfGroups(written.digits);
    if (told !== null && !written.isUnclear) signs.add(told);
  });
  const [only] = signs;
  const told = signs.size === 1 && only !== undefined ? only : null;
  // Where nothing is open any sign will do.
  const decimal = chosen ?? told ?? (unclear === 0 ? "." : null);
  return { decimal, isNegated: negative > 0 && positive === 0 };
}

function otherOfGroups(digits: string): DecimalSign | null {
  if (/\..*\./.test(digits)) return ",";
  return /,.*,/.test(digits) ? "." : null;
}

/** Days come first unless the column says otherwise, and nothing in it speaks against that. */
async function judgeDates(
  records: readonly CsvRecord[],
  column: number | undefined,
): Promise<DateOrder> {
  if (column === undefined) return "dmy";
  let monthFirst = 0;
  let dayFirst = 0;
  await forEach(records, ({ cells }) => {
    const order = orderOfDate(cells[column] ?? "");
    if (order === "mdy") monthFirst++;
    if (order === "dmy") dayFirst++;
  });
  return monthFirst > dayFirst ? "mdy" : "dmy";
}
