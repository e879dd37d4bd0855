import { join } from "node:path";
import type { Event, Metadata } from "../../events/event.ts";
import { seededRandom } from "../../sample/random.ts";
import { openSqliteStore } from "../../store/sqlite/sqlite_store.ts";
import type { Store } from "../../store/store.ts";
import type { AnomalyFeedback, PublicAnomaly } from "../anomaly.ts";
import { AnomalyService } from "../anomaly_service.ts";
import { SeriesDetection } from "../detection/series_detection.ts";
import { BUCKET_MS } from "../detection/series.ts";

export const DAY_MS = 86_400_000;
export const BEGIN = Date.UTC(2026, 9, 5);
const DAYS = 4;
export const END = BEGIN + DAYS * DAY_MS;
export const GRACE_MS = 30_000;
/** End of what a process under test judges one bucket after the other. */
export const LAST = END + 48 * BUCKET_MS;

/** An event at a time; with a region, or without a value, unless given. */
export function event(type: string, t: number, name: string, region?: string): Event {
  const timestamp = new Date(t).toISOString();
  const metadata: Metadata = region === undefined ? {} : { region };
  return {
    id: `${type}-${t}-${name}`,
    userId: "ana",
    type,
    value: null,
    metadata,
    source: "test",
    timestamp,
    receivedAt: timestamp,
  };
}

/** About five purchases and one error in each bucket, evenly, with some chance. */
export function quiet(from: number, to: number): Event[] {
  const random = seededRandom(7);
  const events: Event[] = [];
  for (let t = from; t < to; t += BUCKET_MS) {
    const count = Math.max(0, Math.round(5 + random.normal() * 1.5));
    for (let n = 0; n < count; n++) events.push(event("purchase", t + n * 1000, "quiet"));
    events.push(event("error", t + 5000, "quiet", regionOf(t)));
  }
  return events;
}

function regionOf(t: number): string {
  return (t / BUCKET_MS) % 2 === 0 ? "North" : "South";
}

/** Errors of one region, close together. */
export function burst(t: number, count: number): Event[] {
  return Array.from({ length: count }, (_, n) => event("error", t + n * 500, `burst${n}`, "North"));
}

/** Stores the events in batches. */
export async function append(store: Store, events: readonly Event[]): Promise<void> {
  for (let from = 0; from < events.length; from += 1000) {
    await store.events.append(events.slice(from, from + 1000));
  }
}

/** A store in a folder of its own, with detection on it and a clock that a test sets. */
export class Rig implements AsyncDisposable {
  now = END + GRACE_MS;
  detection: SeriesDetection;
  readonly #anomalies: AnomalyService;

  private constructor(readonly store: Store, readonly folder: string) {
    this.#anomalies = new AnomalyService({ store, onChanged: () => {}, now: () => this.now });
    this.detection = this.#open();
  }

  static async open(events: readonly Event[]): Promise<Rig> {
    const folder = await Deno.makeTempDir({ prefix: "vigia-detection-" });
    const store = await openSqliteStore({ path: join(folder, "vigia.db") });
    await append(store, events);
    return new Rig(store, folder);
  }

  /** What a process left in a folder. */
  static async reopen(folder: string): Promise<Rig> {
    return new Rig(await openSqliteStore({ path: join(folder, "vigia.db") }), folder);
  }

  /** Forgets what is only in memory, as a process that was killed. */
  restart(): void {
    this.detection = this.#open();
  }

  /** Says at `now` that what was found so far is normal, or takes that back. */
  async say(feedback: AnomalyFeedback | null): Promise<void> {
    const { items } = await this.#anomalies.list({ limit: 100 });
    for (const { id } of items) await this.#anomalies.giveFeedback(id, feedback);
  }

  async judgeUntil(now: number): Promise<void> {
    this.now = now;
    while (await this.detection.tick()) { /* the next part of history */ }
  }

  /** Oldest first, without ids. */
  async found(): Promise<Omit<PublicAnomaly, "id">[]> {
    const { items } = await this.#anomalies.list({ limit: 100 });
    return items.map(({ id: _, ...anomaly }) => anomaly).reverse();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.detection.release();
    await this.store.close();
    await Deno.remove(this.folder, { recursive: true });
  }

  #open(): SeriesDetection {
    const { store } = this;
    return new SeriesDetection({ store, anomalies: this.#anomalies, now: () => this.now });
  }
}
