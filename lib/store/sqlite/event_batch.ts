import {
  dimensionOf,
  type Event,
  METADATA_DIMENSIONS,
  type MetadataDimension,
} from "../../events/event.ts";

/** Events on their way to the writing thread, by column: that is the cheapest form to send. */
export interface EventBatch extends Record<MetadataDimension, (string | null)[]> {
  ids: string[];
  types: string[];
  users: string[];
  sources: string[];
  /** Epoch milliseconds. */
  times: Float64Array<ArrayBuffer>;
  received: Float64Array<ArrayBuffer>;
  /** NaN where the event has no value. */
  values: Float64Array<ArrayBuffer>;
  currencies: (string | null)[];
  /** JSON text. */
  metadata: string[];
}

/** Notes on their way to the writing thread. */
export interface NoteBatch {
  field: string;
  seqs: number[];
  /** JSON text. */
  values: string[];
}

/** What became of a batch. */
export interface AppendOutcome {
  /** Number of the first new event; the others follow by one, in their order. */
  firstSequence: number;
  /** Places in the batch of events whose ids were stored before. */
  duplicates: number[];
}

/** @throws RangeError when a time cannot be read. */
export function timeOf(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new RangeError(`Cannot read the time "${text}"`);
  return time;
}

/** The columns of events. @throws RangeError when a time cannot be read. */
export function batchOf(events: readonly Event[]): EventBatch {
  const batch: EventBatch = {
    ids: [],
    types: [],
    users: [],
    sources: [],
    region: [],
    product: [],
    category: [],
    merchant: [],
    times: new Float64Array(events.length),
    received: new Float64Array(events.length),
    values: new Float64Array(events.length),
    currencies: [],
    metadata: [],
  };
  for (const [index, event] of events.entries()) {
    batch.ids.push(event.id);
    batch.types.push(event.type);
    batch.users.push(event.userId);
    batch.sources.push(event.source);
    for (const dimension of METADATA_DIMENSIONS) {
      batch[dimension].push(dimensionOf(event, dimension));
    }
    batch.times[index] = timeOf(event.timestamp);
    batch.received[index] = timeOf(event.receivedAt);
    batch.values[index] = event.value ?? NaN;
    batch.currencies.push(event.currency ?? null);
    batch.metadata.push(JSON.stringify(event.metadata));
  }
  return batch;
}
