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
      effective.filter((change) => change.count < 0 || change.removed.length > 0)
        .map((change) => [change.id, change]),
    );
    const rows = await this.#rollups.find({ _id: { $in: [...shrunk.keys()] } }, { session })
      .toArray();
    // Minutes before hours before days: each finds its values in the rows below it.
    const order: Granularity[] = ["m", "h", "d", "a"];
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
    const { min, max } = row;
    const wasExtreme = change.removed.some((value) =>
      min === undefined || max === undefined || value <= Number(min) || value >= Number(max)
    );
    if (!wasExtreme) return;
    const { matchedCount } = await this.#rollups.updateOne(
      unchanged,
      await this.#extremes(change, session),
      { session },
    );
    if (matchedCount !== 1) throw new LostRaceError(`roll-up ${row._id}`);
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
      return { $unset: { min: "", max: "" }, $inc: { version: 1 } };
    }
    return {
      $set: { min: new Double(found.min), max: new Double(found.max) },
      $inc: { version: 1 },
    };
  }
}

/** Whether a change takes away exactly what it adds. */
function isNothing({ count, valued, units, added, removed }: RollupChange): boolean {
  return count === 0 && valued === 0 && units === 0n && added[0] === removed[0];
}
