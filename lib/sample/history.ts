import type { Event } from "../events/event.ts";
import { WeightedChoice } from "./random.ts";
import { liveRhythm, rhythm, SampleShop } from "./shop.ts";

export interface HistoryOptions {
  events: number;
  days: number;
  seed: number;
  /** Epoch milliseconds at which the history ends. */
  until: number;
  /** Size of the batches that are given. */
  batch: number;
  /** The last hours are as busy as live traffic of this many events a second. */
  ending?: { hours: number; perSecond: number };
}

const SLOT_MS = 15 * 60_000;
/** The shop grows. */
const DOUBLING_MS = 5 * 86_400_000;
/** Part of the events that belongs to error bursts. */
const BURST_SHARE = 0.01;
/** An ending takes no more of the events than this. */
const MAX_ENDING_SHARE = 0.5;
/** Events a second of the live traffic of `deno task demo`. */
export const DEMO_RATE = 1;
/**
 * The history that the onboarding page and `deno task demo` load. Its ending is long enough for the
 * detectors to have taken the higher level for the usual one when the live traffic goes on with it.
 */
export const SAMPLE_OPTIONS = {
  events: 100_000,
  days: 30,
  seed: 42,
  batch: 1000,
  ending: { hours: 6, perSecond: DEMO_RATE },
} as const;
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
  const choose = new WeightedChoice(weightsOf(options, start, slots));
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

/** How likely an event is in each slot. */
function weightsOf({ events, ending }: HistoryOptions, start: number, slots: number): number[] {
  const times = Array.from({ length: slots }, (_, slot) => start + slot * SLOT_MS);
  const growing = times.map((at) => rhythm(at) * 2 ** ((at - start) / DOUBLING_MS));
  if (ending === undefined) return growing;
  const first = Math.max(0, slots - Math.round(ending.hours * 3_600_000 / SLOT_MS));
  const wanted = times.slice(first).map((at) => liveRhythm(at) * ending.perSecond * SLOT_MS / 1000);
  const inEnding = sum(wanted);
  const share = Math.min(MAX_ENDING_SHARE, inEnding / events);
  const before = sum(growing.slice(0, first));
  return [
    ...growing.slice(0, first).map((weight) => weight / before * (1 - share)),
    ...wanted.map((count) => count / inEnding * share),
  ];
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
