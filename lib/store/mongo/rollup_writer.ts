import { type ClientSession, type Collection, type Document, Double } from "mongodb";
import type { EventDocument } from "./event_document.ts";
import {
  granularitiesOf,
  type Granularity,
  type RollupChange,
  type RollupDocument,
  rowPrefix,
  sizeOf,
  upsertOf,
} from "./rollup_rows.ts";
import { LostRaceError } from "./lost_races.ts";

/** Keeps roll-ups equal to a recount, inside the transaction that changes the events. */
export class RollupWriter {
  readonly #rollups: Collection<RollupDocument>;
  readonly #events: Collection<EventDocument>;

  constructor(rollups: Collection<RollupDocument>, events: Collection<EventDocument>) {
    this.#rollups = rollups;
    this.#events = events;
  }

  /** Adds changes to their rows. */
  async add(changes: readonly RollupChange[], session: ClientSession): Promise<void> {
    if (changes.length === 0) return;
    const operations = changes.map((change) => ({
      updateOne: { ...upsertOf(change), upsert: true },
    }));
    await this.#rollups.bulkWrite(operations, { session, ordered: false });
  }

  /**
   * Adds changes of which some remove events: rows that no event stands behind go, and a smallest or
   * largest value that went is looked for again. The events must be changed already.
   * @throws LostRaceError
   */
  async subtract(changes: readonly RollupChange[], session: ClientSession): Promise<void> {
    const effective = changes.filter((change) => !isNothing(change));
    await this.add(effective, session);
    const shrunk = new Map(
      effective.filter((change) => change.count <= 0).map((change) => [change.id, change]),
    );
    const rows = await this.#rollups.find({ _id: { $in: [...shrunk.keys()] } }, { session })
      .toArray();
    // Shorter periods first: each finds its values in the rows of those below it.
    const order: Granularity[] = ["m", "f", "h", "d", "a"];
    for (const granularity of order) {
      for (const row of rows) {
        const change = shrunk.get(row._id)!;
        if (change.granularity === granularity) await this.#settle(row, change, session);
      }
    }
  }

  async #settle(row: RollupDocument, change: RollupChange, session: ClientSession): Promise<void> {
    const unchanged = { _id: row._id, version: row.version };
    if (Number(row.count) === 0) {
      const { deletedCount } = await this.#rollups.deleteOne(unchanged, { session });
      if (deletedCount !== 1) throw new LostRaceError(`roll-up ${row._id}`);
      return;
    }
    const update = emptySlots(row) ?? await this.#extremesAfter(row, change, session);
    if (update === null) return;
    const { matchedCount } = await this.#rollups.updateOne(
      unchanged,
      { ...update, $inc: { version: 1 } },
      { session },
    );
    if (matchedCount !== 1) throw new LostRaceError(`roll-up ${row._id}`);
  }

  /** The update that finds the extremes again, `null` when none of them went. */
  async #extremesAfter(
    { min, max }: RollupDocument,
    change: RollupChange,
    session: ClientSession,
  ): Promise<Document | null> {
    const wentAway = change.removed.some((value) =>
      min === undefined || max === undefined || value <= Number(min) || value >= Number(max)
    );
    return wentAway ? await this.#extremes(change, session) : null;
  }

  /** The update that writes a row's smallest and largest value as they are now. */
  async #extremes(change: RollupChange, session: ClientSession): Promise<Document> {
    const { granularity, dimension, start, key, type } = change;
    const end = start + sizeOf(granularity)!;
    const kept = granularitiesOf(dimension);
    const below = kept[kept.indexOf(granularity) - 1];
    const pipeline = (match: Document, min: string, max: string) => [
      { $match: match },
      { $group: { _id: null, min: { $min: min }, max: { $max: max } } },
    ];
    const [found] = below === undefined
      ? await this.#events.aggregate(
        pipeline(
          {
            type,
            ...(dimension === "all" ? {} : { [dimension]: { $eq: key } }),
            timestamp: { $gte: new Date(start), $lt: new Date(end) },
            value: { $ne: null },
          },
          "$value",
          "$value",
        ),
        { session },
      ).toArray()
      : await this.#rollups.aggregate(
        pipeline(
          {
            _id: {
              $gte: rowPrefix(below, dimension, start),
              $lt: rowPrefix(below, dimension, end),
            },
            type,
            key: { $eq: key },
            min: { $exists: true },
          },
          "$min",
          "$max",
        ),
        { session },
      ).toArray();
    if (typeof found?.min !== "number" || typeof found.max !== "number") {
      return { $unset: { min: "", max: "" } };
    }
    return { $set: { min: new Double(found.min), max: new Double(found.max) } };
  }
}

/** Whether a change takes away exactly what it adds. */
function isNothing({ count, valued, units, slots, added, removed }: RollupChange): boolean {
  const isEven = [{ count, valued, units }, ...slots.values()]
    .every((tally) => tally.count === 0 && tally.valued === 0 && tally.units === 0n);
  return isEven && added[0] === removed[0];
}

/** The update that drops slots in which no event is left, `null` when there is none. */
function emptySlots(row: RollupDocument): Document | null {
  const empty = Object.entries(row.slots ?? {}).filter(([, { c }]) => Number(c) === 0);
  if (empty.length === 0) return null;
  return { $unset: Object.fromEntries(empty.map(([name]) => [`slots.${name}`, ""])) };
}
