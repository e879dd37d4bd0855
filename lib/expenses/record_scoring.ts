import { RecordDetector } from "../anomalies/detectors/record_detector.ts";
import type { NewAnomaly } from "../anomalies/anomaly_service.ts";
import type { SequencedEvent } from "../events/event.ts";
import { Lease } from "../store/lease.ts";
import type { Store } from "../store/store.ts";
import { ExpenseFeedback } from "./expense_feedback.ts";
import { anomalyOfRecord } from "./record_anomaly.ts";
import { EXPENSE, recordOfEvent } from "./record_of_event.ts";
import { withVerdict } from "./scored_metadata.ts";
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
const BATCH = 500;
const PATCHES_AT_ONCE = 16;
/** What is lost by a crash is learned again; saving costs more the more is known. */
const SAVE_MS = 30_000;

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
  #current: Snapshot | null = null;
  #savedCursor = 0;
  #savedAt = 0;

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
  }

  /** Judges the next batch. @returns whether there may be more. */
  async tick(): Promise<boolean> {
    if (!await this.#lease.hold()) {
      this.#current = null;
      return false;
    }
    const current = await this.#read();
    const events = await this.#store.events.since(current.cursor, BATCH);
    try {
      await this.#judge(current.detector, events);
    } catch (error) {
      // The detector may have learned events whose scores are not stored: begin where it was saved.
      this.#current = null;
      throw error;
    }
    current.cursor = events.at(-1)?.seq ?? current.cursor;
    await this.#hear(current.detector);
    if (this.#now() - this.#savedAt >= SAVE_MS) await this.save();
    return events.length === BATCH;
  }

  /** Saves what was learned since the last time. */
  async save(): Promise<void> {
    const current = this.#current;
    if (current === null || current.cursor === this.#savedCursor) return;
    if (!await this.#snapshots.save(current)) {
      this.#current = null;
      return;
    }
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
  async #hear(detector: RecordDetector): Promise<void> {
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

  async #judge(detector: RecordDetector, events: readonly SequencedEvent[]): Promise<void> {
    const patches: (() => Promise<void>)[] = [];
    for (const event of events) {
      const record = recordOfEvent(event);
      if (record === null) continue;
      const verdict = detector.score(record);
      detector.learn(record);
      if (event.type !== EXPENSE && !verdict.flagged) continue;
      if (verdict.flagged) {
        const anomaly = anomalyOfRecord(record, verdict, event.receivedAt);
        patches.push(async () => void await this.#onFlagged(anomaly));
      }
      if (withVerdict(event.metadata, verdict, record) === null) continue;
      patches.push(async () => {
        // Somebody may have changed the event since it was read.
        const now = await this.#store.events.get(event.id);
        const metadata = now === null ? null : withVerdict(now.metadata, verdict, record);
        if (metadata !== null) await this.#store.events.patch(event.id, { metadata });
      });
    }
    for (let from = 0; from < patches.length; from += PATCHES_AT_ONCE) {
      await Promise.all(patches.slice(from, from + PATCHES_AT_ONCE).map((patch) => patch()));
    }
    if (patches.length > 0) this.#onScored();
  }
}
