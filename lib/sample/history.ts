import type { Event } from "../events/event.ts";
import { WeightedChoice } from "./random.ts";
import { rhythm, SampleShop } from "./shop.ts";

export interface HistoryOptions {
  events: number;
  days: number;
  seed: number;
  /** Epoch milliseconds at which the history ends. */
  until: number;
  /** Size of the batches that are given. */
  batch: number;
}

const SLOT_MS = 15 * 60_000;
/** The shop grows, so that yesterday is as busy as the live traffic that follows. */
const DOUBLING_MS = 5 * 86_400_000;
/** Part of the events that belongs to error bursts. */
const BURST_SHARE = 0.01;
/** The history that the onboarding page and `deno task demo` load. */
export const SAMPLE_OPTIONS = { events: 100_000, days: 30, seed: 42, batch: 1000 } as const;
export const SAMPLE_SOURCE = "sample-data";

/** How many customers a history of this size has. */
export function peopleFor(events: number): number {
  return Math.min(2000, Math.max(60, Math.round(events / 40)));
}

/**
 * A synthetic past in time order: daily and weekly rhythm, people with habits, some error bursts and
 * odd expenses. The same options give the same events, ids included, so loading twice adds nothing.
 */
export function* sampleHistory(options: HistoryOptions): Generator<Event[]> {
  const { events, days, seed, until, batch } = options;
  const shop = new SampleShop(seed, peopleFor(events));
  const { random } = shop;
  const start = until - days * 86_400_000;
  const slots = Math.ceil((until - start) / SLOT_MS);
  const choose = new WeightedChoice(
    Array.from({ length: slots }, (_, slot) => {
      const at = start + slot * SLOT_MS;
      return rhythm(at) * 2 ** ((at - start) / DOUBLING_MS);
    }),
  );
  const bursts = Array.from({ length: Math.max(1, Math.round(days / 6)) }, () => ({
    slot: random.below(slots),
    region: random.pick(["SP", "RJ", "MG", "RS", "BA"]),
  }));
  const ordinary = new Uint32Array(slots);
  const failing = new Uint32Array(slots);
  for (let n = 0; n < events; n++) {
    const inBurst = random.next() < BURST_SHARE;
    const slot = inBurst ? random.pick(bursts).slot : choose.pick(random);
    const counts = inBurst ? failing : ordinary;
    counts[slot] = (counts[slot] ?? 0) + 1;
  }
  let made: Event[] = [];
  let number = 0;
  for (let slot = 0; slot < slots; slot++) {
    const quiet = ordinary[slot] ?? 0;
    const count = quiet + (failing[slot] ?? 0);
    const from = start + slot * SLOT_MS;
    const width = Math.min(SLOT_MS, until - from);
    const times = Float64Array.from({ length: count }, () => random.next() * width).sort();
    const region = bursts.find((burst) => burst.slot === slot)?.region ?? "SP";
    for (let index = 0; index < count; index++) {
      const failure = random.next() * count >= quiet;
      const draft = failure ? shop.failure(region) : shop.draft();
      const timestamp = new Date(from + Math.floor(times[index] ?? 0)).toISOString();
      const id = `sample-${seed}-${events}-${++number}`;
      made.push({ id, ...draft, timestamp, source: SAMPLE_SOURCE, receivedAt: timestamp });
      if (made.length === batch) {
        yield made;
        made = [];
      }
    }
  }
  if (made.length > 0) yield made;
}
