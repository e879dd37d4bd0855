import type { AnomalySource, AnomalySpan } from "../alerts/anomaly_spans.ts";
import { everyPage } from "../alerts/routing/every_page.ts";
import type { Collection, Stored } from "../store/collections.ts";
import type { Page, PageRequest } from "../store/pages.ts";
import { DuplicateError, type Store } from "../store/store.ts";
import {
  ANOMALIES,
  type Anomaly,
  type AnomalyFeedback,
  type PublicAnomaly,
  publicAnomaly,
  recordSeriesKey,
} from "./anomaly.ts";
import { anomaliesThat, type AnomalyFilter } from "./anomaly_filter.ts";
import { FEEDBACK_NOTES, noteOf } from "./series_feedback.ts";

export interface AnomalyServiceOptions {
  store: Store;
  /** Told of each anomaly that is new or has changed, after it is stored. */
  onChanged: (anomalies: readonly PublicAnomaly[]) => void;
  /** Told of each new one. */
  onNoticed?: (anomaly: PublicAnomaly) => void;
  /** Lets the detector of records hear what somebody, `by`, says of one. */
  hearOfRecord?: (eventId: string, feedback: AnomalyFeedback, by: string) => Promise<void>;
  now?: () => number;
}

/** Ended anomalies are kept for so long. */
const KEPT_MS = 90 * 86_400_000;

/** What is known of a new anomaly; nobody has said anything of it yet. */
export type NewAnomaly = Omit<Anomaly, "feedback">;

/** Keeps what was found unusual and tells readers of it. */
export class AnomalyService implements AnomalySource {
  readonly #store: Store;
  readonly #anomalies: Collection<Anomaly>;
  readonly #onChanged: AnomalyServiceOptions["onChanged"];
  readonly #onNoticed: NonNullable<AnomalyServiceOptions["onNoticed"]>;
  readonly #hearOfRecord: AnomalyServiceOptions["hearOfRecord"];
  readonly #now: () => number;

  constructor(
    { store, onChanged, onNoticed = () => {}, hearOfRecord, now = Date.now }: AnomalyServiceOptions,
  ) {
    this.#store = store;
    this.#anomalies = store.collection(ANOMALIES);
    this.#onChanged = onChanged;
    this.#onNoticed = onNoticed;
    this.#hearOfRecord = hearOfRecord;
    this.#now = now;
  }

  /**
   * Keeps an anomaly. One series has one that was noticed at a time: recording it again, as after a
   * crash, writes its numbers anew and leaves what people said of it.
   */
  async record(anomaly: NewAnomaly): Promise<PublicAnomaly> {
    try {
      const told = this.#tell(await this.#anomalies.insert({ ...anomaly, feedback: null }));
      this.#onNoticed(told);
      return told;
    } catch (error) {
      if (!(error instanceof DuplicateError)) throw error;
      const { seriesKey, noticedAt } = anomaly;
      const known = await this.#anomalies.findOne({ seriesKey, noticedAt });
      const stored = known === null ? null : await this.#anomalies.patch(known.id, anomaly);
      if (stored === null) throw error;
      return this.#tell(stored);
    }
  }

  /** Changes the numbers of an anomaly; `null` when there is none with this id. */
  update(id: string, changes: Partial<NewAnomaly>): Promise<PublicAnomaly | null> {
    return this.#change(id, changes);
  }

  /** Says when an anomaly ended. */
  close(id: string, endedAt: string): Promise<PublicAnomaly | null> {
    return this.#change(id, { endedAt });
  }

  /**
   * Keeps what somebody, `by`, says of an anomaly, together with a note for the detection to learn
   * from; `null` when there is none with this id. A word on a record that was taken back stays learned.
   */
  async giveFeedback(
    id: string,
    feedback: AnomalyFeedback | null,
    by = "",
  ): Promise<PublicAnomaly | null> {
    const stored = await this.#store.transaction(async (tx) => {
      const anomaly = await tx.collection(ANOMALIES).patch(id, { feedback });
      const note = anomaly === null ? null : noteOf(anomaly, feedback, this.#now());
      if (note !== null) await tx.collection(FEEDBACK_NOTES).insert(note);
      return anomaly;
    });
    if (stored === null) return null;
    if (stored.kind === "record" && stored.eventId !== null && feedback !== null) {
      await this.#hearOfRecord?.(stored.eventId, feedback, by);
    }
    return this.#tell(stored);
  }

  /** Shows at the anomaly of a record, if it has one, what was said of the record elsewhere. */
  async noteOfRecord(eventId: string, feedback: AnomalyFeedback): Promise<void> {
    const known = await this.#anomalies.findOne({ seriesKey: recordSeriesKey(eventId) });
    if (known === null || known.feedback === feedback) return;
    const stored = await this.#anomalies.patch(known.id, { feedback });
    if (stored !== null) this.#tell(stored);
  }

  /** Newest first. */
  async list({ limit, cursor, ...filter }: AnomalyFilter & PageRequest): Promise<
    Page<PublicAnomaly>
  > {
    const where = anomaliesThat(filter);
    const { items, next } = await this.#anomalies.find({ where, limit, cursor });
    return { items: items.map(publicAnomaly), next };
  }

  /** How many go on. */
  countOpen(): Promise<number> {
    return this.#anomalies.count({ endedAt: null });
  }

  /** Deletes those that ended more than 90 days before `now`; returns how many. */
  prune(now: number): Promise<number> {
    return this.#anomalies.deleteWhere({ endedAt: { lt: new Date(now - KEPT_MS).toISOString() } });
  }

  async get(id: string): Promise<PublicAnomaly | null> {
    const anomaly = await this.#anomalies.get(id);
    return anomaly === null ? null : publicAnomaly(anomaly);
  }

  /** Those that lasted or were noticed at any moment of a period, as rules of alerts need them. */
  async between(from: number, to: number): Promise<AnomalySpan[]> {
    const [since, until] = [new Date(from).toISOString(), new Date(to).toISOString()];
    const found = await Promise.all([
      everyPage(this.#anomalies, { endedAt: null }),
      everyPage(this.#anomalies, { endedAt: { gte: since } }),
      everyPage(this.#anomalies, { noticedAt: { gte: since, lt: until } }),
    ]);
    const byId = new Map(found.flat().map((anomaly) => [anomaly.id, anomaly]));
    return [...byId.values()].filter(({ noticedAt }) => noticedAt < until).map(spanOf);
  }

  async #change(id: string, changes: Partial<Anomaly>): Promise<PublicAnomaly | null> {
    const stored = await this.#anomalies.patch(id, changes);
    return stored === null ? null : this.#tell(stored);
  }

  #tell(stored: Stored<Anomaly>): PublicAnomaly {
    const anomaly = publicAnomaly(stored);
    this.#onChanged([anomaly]);
    return anomaly;
  }
}

function spanOf({ kind, type, dimension, dimensionValue, score, ...times }: Anomaly): AnomalySpan {
  return {
    kind,
    type,
    dimension,
    dimensionValue,
    score,
    from: Date.parse(times.noticedAt),
    to: times.endedAt === null ? null : Date.parse(times.endedAt),
  };
}
