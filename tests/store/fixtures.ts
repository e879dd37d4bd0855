import type { Event, JsonValue, Metadata } from "@/lib/events/event.ts";

/** A seeded generator of numbers in [0, 1) (mulberry32), so that a failure can be repeated. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of the items. */
export function pick<T>(random: () => number, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("pick needs at least one item");
  return item;
}

/** An event with everything set; `changes` replace fields. */
export function anEvent(changes: Partial<Event> & { id: string }): Event {
  return {
    userId: "ana",
    type: "purchase",
    value: 10,
    timestamp: "2026-03-01T12:00:00.000Z",
    metadata: {},
    source: "shop",
    receivedAt: "2026-03-01T12:00:00.500Z",
    ...changes,
  };
}

const TYPES = ["purchase", "purchase", "purchase", "refund", "login", "error", "expense"] as const;
const VALUED = new Set<string>(["purchase", "refund", "expense"]);

/** Bounds of `randomEvents`: times are epoch milliseconds, `to` exclusive. */
export interface RandomEventsOptions {
  seed: number;
  count: number;
  from: number;
  to: number;
  users?: number;
  idPrefix?: string;
}

/**
 * Events as a shop sends them, in random order of time: some without value, some without region,
 * several in the same millisecond, values with up to 4 decimals and now and then negative.
 */
export function randomEvents(options: RandomEventsOptions): Event[] {
  const random = seededRandom(options.seed);
  const users = options.users ?? 40;
  const prefix = options.idPrefix ?? `e${options.seed}`;
  const events: Event[] = [];
  for (let index = 0; index < options.count; index++) {
    const type = pick(random, TYPES);
    const metadata: Metadata = {};
    if (random() < 0.8) metadata.region = pick(random, ["north", "south", "são-paulo", "東京"]);
    if (VALUED.has(type)) metadata.product = `product-${Math.floor(random() ** 2 * 30)}`;
    if (random() < 0.5) metadata.category = pick(random, ["food", "books", "fuel"]);
    if (random() < 0.3) metadata.merchant = `merchant-${Math.floor(random() * 25)}`;
    if (random() < 0.1) metadata.region = pick<JsonValue>(random, [7, null, "", ["north"]]);
    const previous = events.at(-1);
    const time = previous !== undefined && random() < 0.05
      ? Date.parse(previous.timestamp)
      : options.from + Math.floor(random() * (options.to - options.from));
    const value = VALUED.has(type) && random() < 0.95
      ? Math.round((random() * 200 - 2) * 10_000) / 10_000
      : null;
    events.push({
      id: `${prefix}-${String(index).padStart(6, "0")}`,
      userId: `user-${Math.floor(random() ** 1.5 * users)}`,
      type,
      value,
      ...(value !== null && random() < 0.5 ? { currency: pick(random, ["BRL", "EUR"]) } : {}),
      timestamp: new Date(time).toISOString(),
      metadata,
      source: pick(random, ["shop", "pos", "partner"]),
      receivedAt: new Date(options.to).toISOString(),
    });
  }
  return events;
}

/** The items in groups of at most `size`. */
export function batches<T>(items: readonly T[], size: number): T[][] {
  const result: T[][] = [];
  for (let start = 0; start < items.length; start += size) {
    result.push(items.slice(start, start + size));
  }
  return result;
}
