import { RecordDetector } from "@/lib/anomalies/detectors/record_detector.ts";
import { RowDetector } from "@/lib/anomalies/detectors/row_detector.ts";
import { checkWidth, findColumns, numberAt, timeAt } from "./columns.ts";
import { csvField, type CsvRow, readCsv } from "./csv_rows.ts";
import { CountScorer, GaugeScorer } from "./series_scorer.ts";
import { TableError } from "./table_error.ts";

/** What a table holds: counts per bucket, a gauge, or single records. */
export type TableKind = "count" | "gauge" | "record";

const SERIES_COLUMNS = ["timestamp", "value"] as const;
const RECORD_COLUMNS = ["user", "category", "merchant", "amount", "timestamp"] as const;

/**
 * Scores a CSV table row by row and gives the lines of the scored one. Nothing is looked at before it
 * is due: the score of a row depends on the rows above it only.
 *
 * @throws TableError at the first row that has no valid data.
 */
export async function* scoreTable(
  kind: TableKind,
  pieces: AsyncIterable<string>,
): AsyncGenerator<string> {
  const rows = readCsv(pieces);
  const { value: header, done } = await rows.next();
  if (done === true) throw new TableError(1, "the table is empty");
  const names = header.fields.map((field) => field.toLowerCase());
  if (kind !== "record") yield* scoreSeries(kind, header, rows);
  else if (names.includes("user") && names.includes("amount")) yield* scoreRecords(header, rows);
  else yield* scoreRows(header, rows);
}

async function* scoreSeries(
  kind: "count" | "gauge",
  header: CsvRow,
  rows: AsyncIterable<CsvRow>,
): AsyncGenerator<string> {
  const columns = findColumns(header, SERIES_COLUMNS);
  const scorer = kind === "count" ? new CountScorer() : new GaugeScorer();
  yield "timestamp,value,anomaly_score";
  for await (const row of rows) {
    checkWidth(row, header);
    const t = timeAt(row, columns.timestamp, "timestamp");
    const value = numberAt(row, columns.value, "value");
    if (kind === "count" && value < 0) {
      throw new TableError(row.line, `value ${value} is negative, which a count cannot be`);
    }
    const fields = [row.fields[columns.timestamp], row.fields[columns.value]];
    const score = scorer.next(value, t);
    yield `${fields.map((field) => csvField(field ?? "")).join(",")},${score}`;
  }
}

async function* scoreRecords(
  header: CsvRow,
  rows: AsyncIterable<CsvRow>,
): AsyncGenerator<string> {
  const columns = findColumns(header, RECORD_COLUMNS);
  const detector = new RecordDetector();
  yield "anomaly_score";
  for await (const row of rows) {
    checkWidth(row, header);
    const userId = row.fields[columns.user] ?? "";
    if (userId === "") throw new TableError(row.line, "user is missing");
    const record = {
      id: String(row.line),
      userId,
      category: row.fields[columns.category] || null,
      merchant: row.fields[columns.merchant] || null,
      amount: numberAt(row, columns.amount, "amount"),
      t: timeAt(row, columns.timestamp, "timestamp"),
    };
    const { total } = detector.score(record);
    detector.learn(record);
    yield String(total);
  }
}

async function* scoreRows(header: CsvRow, rows: AsyncIterable<CsvRow>): AsyncGenerator<string> {
  const detector = new RowDetector(header.fields.length);
  yield "anomaly_score";
  for await (const row of rows) {
    checkWidth(row, header);
    const numbers = Float64Array.from(
      header.fields,
      (name, column) => numberAt(row, column, name),
    );
    const score = detector.score(numbers);
    detector.learn(numbers);
    yield String(score);
  }
}
