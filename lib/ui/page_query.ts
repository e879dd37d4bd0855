import { instantOfLocalTime } from "../i18n/local_time.ts";

const TIMES = ["from", "to"];

/**
 * The query that a page's address should have after a form was sent: without the fields that were
 * left empty, and with `from` and `to`, which forms send as the reader's local time, as instants, so
 * that the address means the same to whoever it is sent to. `null` when it is so already.
 */
export function tidyQuery(query: URLSearchParams, timeZone: string): URLSearchParams | null {
  const tidy = new URLSearchParams();
  for (const [name, value] of query) {
    const at = TIMES.includes(name) ? instantOfLocalTime(value, timeZone) : null;
    if (value !== "") tidy.append(name, at === null ? value : new Date(at).toISOString());
  }
  return tidy.toString() === query.toString() ? null : tidy;
}

/** A query with one parameter set anew; a page's cursor belongs to the old list. */
export function withParameter(query: URLSearchParams, name: string, value: string): string {
  const next = new URLSearchParams(query);
  next.delete("cursor");
  next.set(name, value);
  return `?${next}`;
}

/** A query without one parameter, and with it the cursor of the old list; nothing where none is left. */
export function withoutParameter(query: URLSearchParams, name: string): string {
  const next = new URLSearchParams(query);
  next.delete("cursor");
  next.delete(name);
  return next.size === 0 ? "" : `?${next}`;
}
