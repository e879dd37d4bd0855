import type { SequencedEvent } from "../events/event.ts";
import { isRecord } from "./record_of_event.ts";

/** Records and commits that wait in memory; what is beyond is read from the store in its turn. */
const MAX_KEPT = 20_000;

/** Records of a stretch of commits; all events up to `last` were seen. */
export interface RecordBatch {
  records: SequencedEvent[];
  last: number;
  hasMore: boolean;
}

interface Commit {
  first: number;
  last: number;
  records: SequencedEvent[];
}

/** The records of commits that were just stored, so that they need not be read again. */
export class FreshRecords {
  #commits: Commit[] = [];
  #kept = 0;

  /** Takes the events of a commit, in their order. */
  add(events: readonly SequencedEvent[]): void {
    const first = events[0]?.seq;
    const last = events.at(-1)?.seq;
    if (first === undefined || last === undefined) return;
    const records = events.filter(isRecord);
    // Whoever cannot keep up reads from the store, and goes on here when he has.
    if (this.#kept + records.length >= MAX_KEPT) this.clear();
    this.#commits.push({ first, last, records });
    this.#kept += records.length + 1;
  }

  /** Takes out what follows an order number without a gap; `null` where the store has to be asked. */
  takeAfter(cursor: number, limit: number): RecordBatch | null {
    const records: SequencedEvent[] = [];
    let last = cursor;
    let taken = 0;
    for (const commit of this.#commits) {
      if (commit.first > last + 1 || records.length >= limit) break;
      for (const record of commit.records) if (record.seq > last) records.push(record);
      last = Math.max(last, commit.last);
      this.#kept -= commit.records.length + 1;
      taken++;
    }
    this.#commits.splice(0, taken);
    if (last === cursor) return null;
    return { records, last, hasMore: this.#commits.length > 0 };
  }

  clear(): void {
    this.#commits = [];
    this.#kept = 0;
  }
}
