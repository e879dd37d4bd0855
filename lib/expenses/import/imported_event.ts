import type { Event } from "../../events/event.ts";

const PREFIX = "import-";
const KEY_LENGTH = 32;
/** What is older than this when it is imported is history: nobody must be told of it any more. */
const HISTORY_MS = 48 * 60 * 60 * 1000;

/** Id of the event of a row, the same whenever the same file is read in the same way. */
export function importedEventId(readingKey: string, row: number): string {
  return `${PREFIX}${readingKey.slice(0, KEY_LENGTH)}-${row}`;
}

/** Whether an event is an imported one of the past: it is learned and scored, but no news. */
export function isImportedHistory({ id, timestamp, receivedAt }: Event): boolean {
  return id.startsWith(PREFIX) && Date.parse(receivedAt) - Date.parse(timestamp) > HISTORY_MS;
}
