import { DatabaseSync, type StatementSync } from "node:sqlite";

export type SqlValue = string | number | bigint | null;
export type SqlParameters = readonly SqlValue[];
export type SqlRow = Record<string, SqlValue>;

/** Pages in the write-ahead log after which a commit copies them into the database (4 KiB each). */
const CHECKPOINT_PAGES = 4_000;
/** Size to which the log file is cut once it has been copied. */
const LOG_BYTES = 64 * 1024 * 1024;
/** Pages that each connection keeps in memory. */
const CACHE_KIBIBYTES = 32 * 1024;
/** Statements whose text is the same every time are compiled once; beyond this the oldest goes. */
const KEPT_STATEMENTS = 200;

/** One connection, used by one thread, with its compiled statements. */
export class Database {
  readonly connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** Opens for writing; makes the file when there is none. */
  static openWriter(path: string): Database {
    const database = new Database(path);
    // FULL: a commit is on the disk before anybody hears of it.
    database.connection.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
      PRAGMA journal_size_limit = ${LOG_BYTES};
    `);
    return database;
  }

  /** Opens an existing file for reading only. */
  static openReader(path: string): Database {
    const database = new Database(path);
    database.connection.exec("PRAGMA query_only = ON");
    return database;
  }

  private constructor(path: string) {
    this.connection = new DatabaseSync(path, { enableForeignKeyConstraints: true, timeout: 5_000 });
    this.connection.exec(`
      PRAGMA busy_timeout = 5000;
      PRAGMA foreign_keys = ON;
      PRAGMA trusted_schema = OFF;
      PRAGMA temp_store = MEMORY;
      PRAGMA cache_size = -${CACHE_KIBIBYTES};
    `);
    // SQLite's own LIKE and lower() know the case of ASCII letters only.
    this.connection.function(
      "contains_text",
      { deterministic: true, directOnly: true },
      (text, lowerCaseNeedle) =>
        typeof text === "string" && text.toLowerCase().includes(String(lowerCaseNeedle)) ? 1 : 0,
    );
  }

  /** Compiles once and keeps; for texts that come again. */
  prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.connection.prepare(sql);
    if (this.#statements.size >= KEPT_STATEMENTS) {
      for (const oldest of this.#statements.keys()) {
        this.#statements.delete(oldest);
        break;
      }
    }
    this.#statements.set(sql, statement);
    return statement;
  }

  all(sql: string, ...parameters: SqlParameters): SqlRow[] {
    return this.prepare(sql).all(...parameters) as SqlRow[];
  }

  /** As `all`, with bigints for integers, of which those beyond 2⁵³ cannot be read as numbers. */
  allExact(sql: string, ...parameters: SqlParameters): SqlRow[] {
    const statement = this.prepare(sql);
    statement.setReadBigInts(true);
    try {
      return statement.all(...parameters) as SqlRow[];
    } finally {
      statement.setReadBigInts(false);
    }
  }

  get(sql: string, ...parameters: SqlParameters): SqlRow | undefined {
    return this.prepare(sql).get(...parameters) as SqlRow | undefined;
  }

  /** Number of rows that the statement changed. */
  run(sql: string, ...parameters: SqlParameters): number {
    return Number(this.prepare(sql).run(...parameters).changes);
  }

  /** All reads of `work` see the same state. */
  snapshot<R>(work: () => R): R {
    this.connection.exec("BEGIN");
    try {
      return work();
    } finally {
      this.connection.exec("COMMIT");
    }
  }

  /** Everything that `work` writes is kept when this returns, or nothing. */
  write<R>(work: () => R): R {
    this.connection.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.connection.exec("COMMIT");
      return result;
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  /** Undoes an open transaction; after some errors SQLite has already done so. */
  rollback(): void {
    if (this.connection.isTransaction) this.connection.exec("ROLLBACK");
  }

  close(): void {
    this.#statements.clear();
    this.connection.close();
  }
}
