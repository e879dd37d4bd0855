import { z } from "zod";
import { everyPage } from "../../alerts/routing/every_page.ts";
import type { Collection, CollectionSpec, Stored } from "../../store/collections.ts";
import { DuplicateError, type Store } from "../../store/store.ts";
import { FEEDBACK_NOTES, type FeedbackNote } from "../series_feedback.ts";
import { LEVEL_SAMPLES } from "./level_samples.ts";
import { type Series, seriesSchema } from "./series.ts";
import { WatchedSeries, type WatchedState } from "./watched_series.ts";
import { WatchedSet } from "./watched_set.ts";

const clockSchema = z.object({ learnedUntil: z.int() });
type Clock = z.infer<typeof clockSchema>;
const stateSchema = seriesSchema.extend({
  seriesKey: z.string(),
  /** JSON of a {@linkcode WatchedState}. */
  state: z.string(),
});
type StateRow = z.infer<typeof stateSchema>;

export const DETECTION_CLOCKS: CollectionSpec<Clock> = {
  name: "detection_clocks",
  schema: clockSchema,
};
export const SERIES_STATES: CollectionSpec<StateRow> = {
  name: "detection_series",
  schema: stateSchema,
  unique: [["seriesKey"]],
};

/** Another name whenever the state changes its form: then everything is learned anew. */
const CLOCK_ID = "series-2";

/** Everything that was learned up to a moment. */
export interface Learned {
  /** End of the last bucket that was learned; `null` at the very first start. */
  until: number | null;
  series: WatchedSet;
}

/** Keeps what was learned between starts: all series and the moment together, or nothing. */
export class SeriesStates {
  readonly #store: Store;
  readonly #clocks: Collection<Clock>;
  readonly #states: Collection<StateRow>;

  constructor(store: Store) {
    this.#store = store;
    this.#clocks = store.collection(DETECTION_CLOCKS);
    this.#states = store.collection(SERIES_STATES);
  }

  /** Until when the saved state has learned. */
  async until(): Promise<number | null> {
    return (await this.#clocks.get(CLOCK_ID))?.learnedUntil ?? null;
  }

  /** How many series the saved state has. */
  count(): Promise<number> {
    return this.#states.count();
  }

  /** One series, by its key; `null` when it is not watched. */
  async one(key: string): Promise<WatchedSeries | null> {
    if (await this.until() === null) return null;
    const row = await this.#states.findOne({ seriesKey: key });
    return row === null ? null : WatchedSeries.restore(seriesOf(row), JSON.parse(row.state));
  }

  async load(): Promise<Learned> {
    const series = new Map<string, WatchedSeries>();
    const until = await this.until();
    if (until === null) return { until, series: new WatchedSet(series) };
    for (const row of await everyPage(this.#states, {})) {
      const state: WatchedState = JSON.parse(row.state);
      series.set(row.seriesKey, WatchedSeries.restore(seriesOf(row), state));
    }
    return { until, series: new WatchedSet(series) };
  }

  /** What people said that no saved state has learned, in their order. */
  notes(): Promise<Stored<FeedbackNote>[]> {
    return everyPage(this.#store.collection(FEEDBACK_NOTES), {});
  }

  /**
   * Saves what was learned since `before`, from these `notes` too; false when another process has
   * done so, and nothing is changed then.
   */
  async save(
    before: number | null,
    until: number,
    learned: Learned["series"],
    notes: readonly Stored<FeedbackNote>[],
  ): Promise<boolean> {
    try {
      await this.#store.transaction(async (tx) => {
        const clocks = tx.collection(DETECTION_CLOCKS);
        const states = tx.collection(SERIES_STATES);
        const clock = { learnedUntil: until };
        if (before === null) await clocks.insert({ ...clock, id: CLOCK_ID });
        else if (await clocks.patch(CLOCK_ID, clock, { learnedUntil: before }) === null) {
          throw new OvertakenError();
        }
        const rows = new Map((await everyPage(states, {})).map((row) => [row.seriesKey, row.id]));
        for (const [key, watched] of learned.entries()) {
          const row = { ...watched.series, seriesKey: key, state: JSON.stringify(watched.save()) };
          const id = rows.get(key);
          if (id === undefined) await states.insert(row);
          else await states.patch(id, row);
        }
        for (const [key, id] of rows) {
          if (learned.get(key) === undefined) await states.delete(id);
        }
        await tx.collection(LEVEL_SAMPLES).deleteWhere({ at: { lte: until } });
        for (const { id } of notes) await tx.collection(FEEDBACK_NOTES).delete(id);
      });
      return true;
    } catch (error) {
      if (error instanceof OvertakenError || error instanceof DuplicateError) return false;
      throw error;
    }
  }
}

class OvertakenError extends Error {}

function seriesOf({ kind, type, metric, dimension, dimensionValue }: StateRow): Series {
  return { kind, type, metric, dimension, dimensionValue };
}
