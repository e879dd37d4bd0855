import type { Database, SqlValue } from "./database.ts";

/** Rows written by one statement: most of a single row's cost is the way into SQLite and back. */
const ROWS = 32;

/** Writes many rows by few statements. `before` and `after` stand around the rows' values. */
export class BulkWriter {
  readonly #database: Database;
  readonly #width: number;
  readonly #one: string;
  readonly #many: string;

  constructor(database: Database, width: number, before: string, after = "") {
    const row = `(${Array(width).fill("?").join(", ")})`;
    this.#database = database;
    this.#width = width;
    this.#one = `${before} ${row} ${after}`;
    this.#many = `${before} ${Array(ROWS).fill(row).join(", ")} ${after}`;
  }

  /** Writes rows whose values stand one after another. */
  write(values: readonly SqlValue[]): void {
    const width = this.#width;
    let start = 0;
    for (; start + width * ROWS <= values.length; start += width * ROWS) {
      this.#database.run(this.#many, ...values.slice(start, start + width * ROWS));
    }
    for (; start < values.length; start += width) {
      this.#database.run(this.#one, ...values.slice(start, start + width));
    }
  }
}
