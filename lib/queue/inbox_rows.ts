import type { Event } from "../events/event.ts";
import { ATOMIC_LIMITS, MAX_VALUE_BYTES } from "./change.ts";
import type { KvFile } from "./kv_file.ts";

/** Most events in one row, and in one batch that is read. */
export const MAX_BATCH_EVENTS = 500;
/** Rows that are read ahead. */
const READ_AHEAD_ROWS = 64;

const HEAD: Deno.KvKey = ["inbox", "head"];
const TAIL: Deno.KvKey = ["inbox", "tail"];
const row = (seq: number): Deno.KvKey => ["inbox", "row", seq];

/** Rows before `nextSeq` are written (head) or removed (tail); `events` were in all of them together. */
interface Mark {
  nextSeq: number;
  events: number;
}
interface StoredMark {
  mark: Mark;
  versionstamp: string | null;
}

/** Events as they are written: JSON texts in UTF-8. */
export type EncodedEvent = Uint8Array;

/** Events at the tail of the inbox, with what is needed to remove them. */
export interface InboxBatch {
  events: Event[];
  tail: StoredMark;
  after: Mark;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const [OPEN, COMMA, CLOSE] = encoder.encode("[,]");

/** @throws RangeError when one event is larger than a row can be. */
export function encodeEvent(event: Event): EncodedEvent {
  const bytes = encoder.encode(JSON.stringify(event));
  if (bytes.length > MAX_VALUE_BYTES - 2) {
    throw new RangeError(`Cannot accept event ${event.id}: it has ${bytes.length} bytes of JSON`);
  }
  return bytes;
}

/** A JSON array of events, as one value of Deno KV. */
interface Packed {
  bytes: Uint8Array;
  events: number;
}

/**
 * The events that were accepted and not yet stored: rows in Deno KV numbered in the order of
 * acceptance, each an array of events. Two marks bound them. A row counts from the moment the head
 * passes it, so that a batch too large for one atomic still becomes durable as a whole.
 * All methods throw StoreUnavailableError when the database cannot be read or written.
 */
export class InboxRows {
  readonly #kv: KvFile;
  #head: StoredMark;
  #tail: StoredMark;
  /** Rows from the tail on that were read already. */
  #ahead: Event[][] = [];

  private constructor(kv: KvFile, head: StoredMark, tail: StoredMark) {
    this.#kv = kv;
    this.#head = head;
    this.#tail = tail;
  }

  static async open(kv: KvFile): Promise<InboxRows> {
    const { head, tail } = await readMarks(kv);
    return new InboxRows(kv, head, tail);
  }

  /** Events that wait. */
  get depth(): number {
    return this.#head.mark.events - this.#tail.mark.events;
  }

  /** Reads the marks again, which another process may have moved. */
  async refresh(): Promise<void> {
    const { head, tail } = await readMarks(this.#kv);
    if (isNewer(head, this.#head)) this.#head = head;
    if (isNewer(tail, this.#tail)) this.#moveTail(tail);
  }

  /** Adds events at the head: all are durable when it resolves, none counts when it throws. */
  async write(encoded: readonly EncodedEvent[]): Promise<void> {
    const rows = packRows(encoded);
    try {
      while (!await this.#tryWrite(rows, encoded.length)) await this.refresh();
    } catch (error) {
      // A part may be written, and with it a new version of the head.
      await this.refresh().catch(() => {});
      throw error;
    }
  }

  /** The oldest events, at most 500, in order; `null` when there are none. */
  async read(): Promise<InboxBatch | null> {
    let tail = this.#tail;
    while (this.#ahead.length === 0) {
      tail = this.#tail;
      if (tail.mark.nextSeq === this.#head.mark.nextSeq) return null;
      const range = { start: row(tail.mark.nextSeq), end: row(this.#head.mark.nextSeq) };
      const entries = await this.#kv.list<Uint8Array>(range, { limit: READ_AHEAD_ROWS });
      // Else these rows are not those that follow the tail any more.
      if (tail !== this.#tail) continue;
      // Another process has moved all that this one knew of.
      if (entries.length === 0) await this.refresh();
      this.#ahead = entries.map((entry) => JSON.parse(decoder.decode(entry.value)) as Event[]);
    }
    let rows = 0;
    let events = 0;
    for (const one of this.#ahead) {
      if (rows > 0 && events + one.length > MAX_BATCH_EVENTS) break;
      rows++;
      events += one.length;
    }
    return {
      events: this.#ahead.slice(0, rows).flat(),
      tail,
      after: { nextSeq: tail.mark.nextSeq + rows, events: tail.mark.events + events },
    };
  }

  /** Removes a batch that `read` gave; does nothing if another process did. */
  async remove({ tail, after }: InboxBatch): Promise<void> {
    const versionstamp = await this.#kv.commit((atomic) => {
      atomic.check({ key: TAIL, versionstamp: tail.versionstamp }).set(TAIL, after);
      for (let seq = tail.mark.nextSeq; seq < after.nextSeq; seq++) atomic.delete(row(seq));
      return atomic;
    });
    if (versionstamp === null) {
      await this.refresh();
    } else if (this.#tail === tail) {
      this.#ahead.splice(0, after.nextSeq - tail.mark.nextSeq);
      this.#tail = { mark: after, versionstamp };
    }
  }

  /** What was read ahead belongs to the tail at which it was read. */
  #moveTail(tail: StoredMark): void {
    this.#tail = tail;
    this.#ahead = [];
  }

  /** False when another process moved the head meanwhile. */
  async #tryWrite(rows: Packed[], events: number): Promise<boolean> {
    const { mark } = this.#head;
    let { versionstamp } = this.#head;
    for (let done = 0; done < rows.length;) {
      const count = fitting(rows, done);
      const isLast = done + count === rows.length;
      const next = isLast
        ? { nextSeq: mark.nextSeq + rows.length, events: mark.events + events }
        : mark;
      // The head is written with every part, also where it does not move: its new version tells
      // another process that these row numbers are taken.
      versionstamp = await this.#kv.commit((atomic) => {
        atomic.check({ key: HEAD, versionstamp }).set(HEAD, next);
        for (let i = done; i < done + count; i++) atomic.set(row(mark.nextSeq + i), rows[i]!.bytes);
        return atomic;
      });
      if (versionstamp === null) return false;
      done += count;
      if (isLast) this.#head = { mark: next, versionstamp };
    }
    return true;
  }
}

/** Both marks of one moment: a tail that is newer than the head would be past it. */
async function readMarks(kv: KvFile): Promise<{ head: StoredMark; tail: StoredMark }> {
  const [head, tail] = await kv.getMany<Mark>([HEAD, TAIL]);
  return { head: markOf(head), tail: markOf(tail) };
}

function markOf(entry: Deno.KvEntryMaybe<Mark> | undefined): StoredMark {
  return {
    mark: entry?.value ?? { nextSeq: 0, events: 0 },
    versionstamp: entry?.versionstamp ?? null,
  };
}

/** Versionstamps grow with each write. */
function isNewer(a: StoredMark, b: StoredMark): boolean {
  return (a.versionstamp ?? "") > (b.versionstamp ?? "");
}

/** How many rows from `start` on fit into one atomic. */
function fitting(rows: readonly Packed[], start: number): number {
  let bytes = 0;
  let count = 0;
  for (let i = start; i < rows.length && count < ATOMIC_LIMITS.mutations; i++, count++) {
    bytes += rows[i]!.bytes.length + 100;
    if (count > 0 && bytes > ATOMIC_LIMITS.bytes) break;
  }
  return count;
}

function packRows(encoded: readonly EncodedEvent[]): Packed[] {
  const rows: Packed[] = [];
  let start = 0;
  let bytes = 1;
  for (let i = 0; i <= encoded.length; i++) {
    const next = encoded[i];
    const isFull = next === undefined || i - start === MAX_BATCH_EVENTS ||
      bytes + next.length + 1 > MAX_VALUE_BYTES;
    if (isFull && i > start) {
      rows.push({ bytes: pack(encoded, start, i, bytes), events: i - start });
      start = i;
      bytes = 1;
    }
    if (next !== undefined) bytes += next.length + 1;
  }
  return rows;
}

/** `[a,b,c]` of the events from `start` to before `end`. */
function pack(
  encoded: readonly EncodedEvent[],
  start: number,
  end: number,
  bytes: number,
): Uint8Array {
  const packed = new Uint8Array(bytes);
  packed[0] = OPEN!;
  let at = 1;
  for (let i = start; i < end; i++) {
    packed.set(encoded[i]!, at);
    at += encoded[i]!.length;
    packed[at++] = COMMA!;
  }
  packed[at - 1] = CLOSE!;
  return packed;
}
