import { DatabaseSync, type SQLInputValue } from "node:sqlite";

const ROWS = 50_000;
const ROWS_OF_COMMIT = 500;

/** Stored events as rows, with what makes their table; the yardstick for batches. */
export class RawInserts {
  readonly #schema: string[];
  readonly #columns: string[];
  readonly #rows: SQLInputValue[][];

  /** Reads rows that a stopped Vigia stored. */
  constructor(path: string) {
    const stored = new DatabaseSync(path, { readOnly: true });
    this.#schema = stored.prepare(
      "SELECT sql FROM sqlite_schema WHERE tbl_name = 'events' AND sql IS NOT NULL",
    ).all().map((row) => String(row.sql));
    const rows = stored.prepare(`SELECT * FROM events LIMIT ${ROWS}`).all();
    stored.close();
    this.#columns = Object.keys(rows[0] ?? {});
    this.#rows = rows.map((row) => this.#columns.map((column) => row[column] ?? null));
  }

  /** Rows a second of a bare loop into a new file, durable every 500 rows. */
  rate(path: string): number {
    const database = new DatabaseSync(path);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    for (const sql of this.#schema) database.exec(sql);
    const places = this.#columns.map(() => "?").join(", ");
    const insert = database.prepare(
      `INSERT INTO events (${this.#columns.join(", ")}) VALUES (${places})`,
    );
    const began = performance.now();
    for (let start = 0; start < this.#rows.length; start += ROWS_OF_COMMIT) {
      database.exec("BEGIN");
      for (const row of this.#rows.slice(start, start + ROWS_OF_COMMIT)) insert.run(...row);
      database.exec("COMMIT");
    }
    const seconds = (performance.now() - began) / 1000;
    database.close();
    return this.#rows.length / seconds;
  }
}
