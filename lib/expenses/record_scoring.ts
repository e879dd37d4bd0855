import { setImmediate } from "node:timers/promises";
import { RecordDetector } from "../anomalies/detectors/record_detector.ts";
import type { NewAnomaly } from "../anomalies/anomaly_service.ts";
import type { SequencedEvent } from "../events/event.ts";
import type { EventNote } from "../store/events.ts";
import { Lease } from "../store/lease.ts";
import type { Store } from "../store/store.ts";
import { ExpenseFeedback } from "./expense_feedback.ts";
import { ExpenseSettings } from "./expense_settings.ts";
import { FreshRecords, type RecordBatch } from "./fresh_records.ts";
import { isImportedHistory } from "./import/imported_event.ts";
import { anomalyOfRecord } from "./record_anomaly.ts";
import { EXPENSE, isRecord, recordOfEvent } from "./record_of_event.ts";
import { ANOMALY_FIELD, noteOfVerdict } from "./scored_metadata.ts";
import { ScoringSnapshots, type Snapshot } from "./scoring_snapshot.ts";

export interface RecordScoringOptions {
  store: Store;
  /** Told after events got their scores. */
  onScored: () => void;
  /** Keeps what was flagged; the same again after a crash. */
  onFlagged?: (anomaly: NewAnomaly) => Promise<unknown>;
  now?: () => number;
}

/** Stored events that the first start looks back on. */
const FIRST_LOOK = 20_000;
/** Records, or events read from the store, that are judged between two looks at the clock. */
const BATCH = 1_000;
/** Requests wait for no more than this while records are judged. */
const SLICE_MS = 4;
const FLAGGED_AT_ONCE = 16;
/**
 * What is lost by a crash is learned again. Saving costs more the more is known, and is then done less
 * often: it takes a hundredth of the time at most.
 */
const SAVE_MS = 30_000;
const SAVE_PART = 0.01;

/**
 * Judges expenses and purchases in the order of their commits, away from the requests that bring
 * them. Every expense gets `metadata.anomaly`, a purchase only when it is flagged. After a crash the
 * events since the last saved state are judged again, with the same result.
 */
export class RecordScoring {
  readonly #store: Store;
  readonly #onScored: () => void;
  readonly #onFlagged: (anomaly: NewAnomaly) => Promise<unknown>;
  readonly #now: () => number;
  readonly #lease: Lease;
  readonly #snapshots: ScoringSnapshots;
  readonly #feedback: ExpenseFeedback;
  readonly #settings: ExpenseSettings;
  readonly #fresh = new FreshRecords();
  #current: Snapshot | null = null;
  #savedCursor = 0;
  #savedAt = 0;
  #saveEveryMs = SAVE_MS;

  constructor(
    { store, onScored, onFlagged = () => Promise.resolve(), now = Date.now }: RecordScoringOptions,
  ) {
    this.#store = store;
    this.#onScored = onScored;
    this.#onFlagged = onFlagged;
    this.#now = now;
    this.#lease = new Lease(store, now, "record_scoring");
    this.#snapshots = new ScoringSnapshots(store);
    this.#feedback = new ExpenseFeedback(store);
    this.#settings = new ExpenseSettings(store);
  }

  /** Hears of events that were just stored, which then need not be read again. */
  hear(events: readonly SequencedEvent[]): void {
    this.#fresh.add(events);
  }

  /** Judges the next batch. @returns whether there may be more. */
  async tick(): Promise<boolean> {
    if (!await this.#lease.hold()) {
      this.#current = null;
      this.#fresh.clear();
      return false;
    }
    const current = await this.#read();
    current.detector.setApprovalLimits((await this.#settings.read()).approvalLimits);
    const { records, last, hasMore } = await this.#next(current.cursor);
    try {
      await this.#judge(current.detector, records);
    } catch (error) {
      // The detector may have learned events whose scores are not stored: begin where it was saved.
      this.#current = null;
      throw error;
    }
    current.cursor = last;
    await this.#hearFeedback(current.detector);
    if (this.#now() - this.#savedAt >= this.#saveEveryMs) await this.save();
    return hasMore;
  }

  /** Saves what was learned since the last time. */
  async save(): Promise<void> {
    const current = this.#current;
    if (current === null || current.cursor === this.#savedCursor) return;
    const began = performance.now();
    if (!await this.#snapshots.save(current)) {
      this.#current = null;
      return;
    }
    this.#saveEveryMs = Math.max(SAVE_MS, (performance.now() - began) / SAVE_PART);
    current.generation++;
    this.#savedCursor = current.cursor;
    this.#savedAt = this.#now();
  }

  /** Saves and lets another process go on. */
  async release(): Promise<void> {
    if (this.#current !== null && await this.#lease.hold()) await this.save();
    this.#current = null;
    await this.#lease.release();
  }

  /** Feedback counts as heard only when the state that knows it is stored. */
  async #hearFeedback(detector: RecordDetector): Promise<void> {
    const waiting = await this.#feedback.waiting();
    if (waiting.length === 0) return;
    for (const { id, verdict } of waiting) {
      const event = verdict === "normal" ? await this.#store.events.get(id) : null;
      const record = event === null ? null : recordOfEvent(event);
      if (record !== null) detector.markNormal(record);
    }
    this.#savedCursor = -1;
    await this.save();
    if (this.#current === null) return;
    await Promise.all(waiting.map(({ id, verdict }) => this.#feedback.applied(id, verdict)));
  }

  async #read(): Promise<Snapshot> {
    const generation = await this.#snapshots.generation();
    if (this.#current?.generation === generation) return this.#current;
    const current = await this.#snapshots.load() ?? await this.#first();
    this.#current = current;
    this.#savedCursor = generation === 0 ? -1 : current.cursor;
    this.#savedAt = this.#now();
    return current;
  }

  async #first(): Promise<Snapshot> {
    const cursor = Math.max(0, await this.#store.events.lastSequence() - FIRST_LOOK);
    return { generation: 0, cursor, detector: new RecordDetector() };
  }

  /** What comes after the cursor. The cursor alone decides what that is; the store has all of it. */
  async #next(cursor: number): Promise<RecordBatch> {
    const fresh = this.#fresh.takeAfter(cursor, BATCH);
    if (fresh !== null) return fresh;
    const events = await this.#store.events.since(cursor, BATCH);
    return {
      records: events.filter(isRecord),
      last: events.at(-1)?.seq ?? cursor,
      hasMore: events.length === BATCH,
    };
  }

  async #judge(detector: RecordDetector, events: readonly SequencedEvent[]): Promise<void> {
    const notes: EventNote[] = [];
    const flagged: NewAnomaly[] = [];
    let pauseAt = performance.now() + SLICE_MS;
    for (const event of events) {
      if (performance.now() >= pauseAt) {
        await setImmediate();
        pauseAt = performance.now() + SLICE_MS;
      }
      const record = recordOfEvent(event);
      if (record === null) continue;
      const verdict = detector.score(record);
      detector.learn(record);
      if (!verdict.flagged && event.type !== EXPENSE) continue;
      if (verdict.flagged && !isImportedHistory(event)) {
        flagged.push(anomalyOfRecord(record, verdict, event.receivedAt));
      }
      const value = noteOfVerdict(event.metadata, verdict, record);
      if (value !== null) notes.push({ seq: event.seq, value });
    }
    if (notes.length > 0) await this.#store.events.annotate(ANOMALY_FIELD, notes);
    for (let from = 0; from < flagged.length; from += FLAGGED_AT_ONCE) {
      const some = flagged.slice(from, from + FLAGGED_AT_ONCE);
      await Promise.all(some.map((anomaly) => this.#onFlagged(anomaly)));
    }
    if (notes.length + flagged.length > 0) this.#onScored();
  }
}
