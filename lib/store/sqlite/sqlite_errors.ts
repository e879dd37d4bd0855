/**
 * Texts of SQLite's result codes FULL, IOERR, BUSY, CANTOPEN, READONLY, NOMEM and CORRUPT. Deno hands
 * out the number with some errors only, the text with all.
 */
const UNAVAILABLE =
  /database or disk is full|disk I\/O error|database (table )?is locked|unable to open database file|attempt to write a readonly database|out of memory|disk image is malformed/;

/** Whether SQLite cannot do its work for now, as against being asked for something wrong. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof Error && UNAVAILABLE.test(error.message);
}

/** What a violated unique index is called in SQLite's message, or `null` for any other error. */
export function violatedIndex(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  return /^UNIQUE constraint failed: (?:index ')?([^']+)'?$/.exec(error.message)?.[1] ?? null;
}
