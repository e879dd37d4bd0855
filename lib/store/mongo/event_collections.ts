import type { Collection, IndexDescription, Long } from "mongodb";
import { METADATA_DIMENSIONS } from "../../events/event.ts";
import { eventSchema } from "../../events/event_schema.ts";
import type { EventDocument } from "./event_document.ts";
import type { RollupDocument } from "./rollup_rows.ts";
import type { CollectionSetup } from "./collection_setup.ts";
import { type JsonSchema, validatorOf } from "./validator.ts";

interface CounterDocument {
  _id: string;
  /** Newest order number given. */
  seq: Long | number;
  /** Transactions that changed events, with or without new numbers. */
  changes: Long | number;
}

/** The collections behind `EventStore`. */
export interface EventCollections {
  events: Collection<EventDocument>;
  rollups: Collection<RollupDocument>;
  counters: Collection<CounterDocument>;
}

/** The order of `list` and `stream`, and of the cursor. */
export const NEWEST_FIRST = { timestamp: -1, seq: -1 } as const;

const EVENT_INDEXES: IndexDescription[] = [
  // `since`
  { name: "by_seq", key: { seq: 1 }, unique: true },
  // `list`, `stream`, edges of periods in analytics
  { name: "by_time", key: NEWEST_FIRST },
  // `list` by one of these; `userTotals` (first and last seen)
  ...["type", "userId", "source"].map((field) => ({
    name: `by_${field}`,
    key: { [field]: 1, ...NEWEST_FIRST },
  })),
  // The same for dimensions that most events lack.
  ...METADATA_DIMENSIONS.map((field) => ({
    name: `by_${field}`,
    key: { [field]: 1, ...NEWEST_FIRST },
    partialFilterExpression: { [field]: { $exists: true } },
  })),
];

const NUMBER = { bsonType: ["int", "long", "double"] };

/** What an event's document looks like: the answer schema with the database's own types. */
function eventValidator(): JsonSchema {
  const { id, ...properties } = validatorOf(eventSchema).properties ?? {};
  return {
    bsonType: "object",
    required: ["_id", "seq", "version", "userId", "type", "timestamp", "metadata", "search"],
    properties: {
      ...properties,
      _id: id!,
      seq: NUMBER,
      version: NUMBER,
      amount: { bsonType: ["decimal", "null"] },
      timestamp: { bsonType: "date" },
      receivedAt: { bsonType: "date" },
      search: { bsonType: "string" },
      ...Object.fromEntries(METADATA_DIMENSIONS.map((name) => [name, { bsonType: "string" }])),
    },
  };
}

const ROLLUP_VALIDATOR: JsonSchema = {
  bsonType: "object",
  required: ["_id", "start", "dimension", "key", "type", "count", "valued", "amount", "version"],
  properties: {
    _id: { bsonType: "string" },
    start: { bsonType: ["date", "null"] },
    dimension: { bsonType: "string" },
    key: { bsonType: "string" },
    type: { bsonType: "string" },
    // A row of less than nothing would mean that an event was taken away twice.
    count: { ...NUMBER, minimum: 0 },
    valued: { ...NUMBER, minimum: 0 },
    amount: { bsonType: "decimal" },
    slots: { bsonType: "object" },
    version: NUMBER,
  },
};

/** Creates the collections of events, their indexes and the counter, as far as they are missing. */
export async function setUpEventCollections(
  setup: CollectionSetup,
): Promise<EventCollections> {
  const events = await setup.prepare<EventDocument>("events", eventValidator(), EVENT_INDEXES);
  // Queries of periods use the order of `_id`.
  const rollups = await setup.prepare<RollupDocument>("rollups", ROLLUP_VALIDATOR, []);
  const counters = await setup.prepare<CounterDocument>("counters", null, []);
  await counters.updateOne(
    { _id: "events" },
    { $setOnInsert: { seq: 0, changes: 0 } },
    { upsert: true },
  );
  return { events, rollups, counters };
}
