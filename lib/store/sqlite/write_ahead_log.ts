import type { Database } from "./database.ts";

const INTERVAL_MS = 15_000;
/** Size above which the log is not only copied but emptied, which waits for readers. */
const LARGE_LOG_BYTES = 48 * 1024 * 1024;
const LONGEST_WAIT_MS = 200;

function logBytes(path: string): number {
  try {
    return Deno.statSync(`${path}-wal`).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}

/** Copies the write-ahead log of the file at `path` into it, and empties a log that is large. */
export function shortenLog(database: Database, path: string, large = LARGE_LOG_BYTES): void {
  const bytes = logBytes(path);
  if (bytes === 0) return;
  if (bytes < large) {
    database.connection.exec("PRAGMA wal_checkpoint(PASSIVE)");
    return;
  }
  database.connection.exec(`PRAGMA busy_timeout = ${LONGEST_WAIT_MS}`);
  try {
    database.connection.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  } finally {
    database.connection.exec("PRAGMA busy_timeout = 5000");
  }
}

/**
 * Shortens the log now and then, unless `isBusy`. Commits copy it as well, but not what a reader of an
 * old state holds back, and not when nothing more is written. Returns a function that ends it.
 */
export function keepLogShort(database: Database, path: string, isBusy: () => boolean): () => void {
  const timer = setInterval(() => {
    if (!isBusy()) shortenLog(database, path);
  }, INTERVAL_MS);
  return () => clearInterval(timer);
}
