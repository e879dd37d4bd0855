import { SeededRandom } from "@/lib/anomalies/detectors/random.ts";

const DAY_MS = 86_400_000;
/** 1 June 2026, a Monday. */
const FIRST_AT = Date.UTC(2026, 5, 1);

/** What happens to a series. */
export type EventKind = "outage" | "drop" | "spike" | "shift";

/** A labelled event: buckets `from` to `to`, the latter not included. */
export interface LabelledEvent {
  kind: EventKind;
  from: number;
  to: number;
  side: 1 | -1;
  /** Mean rate of a bucket while it lasted, had it not happened. */
  rate: number;
}

/** Synthetic counts with what is abnormal in them. */
export interface LabelledSeries {
  bucketMs: number;
  firstAt: number;
  counts: Uint32Array;
  events: LabelledEvent[];
}

const KINDS: readonly EventKind[] = ["outage", "drop", "spike", "shift"];

/**
 * Four weeks of counts: rates from 0.5 to 500 a bucket, a season of the day and of the week, more
 * spread than Poisson has, and in the last three weeks an event each of every kind.
 */
export function labelledCounts(seed: number, days = 28): LabelledSeries {
  const random = new SeededRandom(seed * 7919 + 17);
  const uniform = (low: number, high: number) => low + random.next() * (high - low);
  const bucketMs = [300_000, 900_000, 900_000, 3_600_000][random.below(4)] as number;
  const perDay = DAY_MS / bucketMs;
  const length = days * perDay;
  const mean = Math.exp(uniform(Math.log(0.5), Math.log(500)));
  const amplitude = uniform(0, 1.2);
  const second = uniform(0, 0.4);
  const phase = uniform(0, 1);
  const weekend = uniform(0.4, 1.1);
  const dispersion = uniform(0, 0.06);
  const memory = uniform(0, 0.7);
  const growth = uniform(-0.4, 0.4);
  const dayEffect = uniform(0, 0.1);
  const dayNoise = Array.from({ length: days }, () => dayEffect * normal(random));
  const season = (index: number) => {
    const day = index / perDay + phase;
    const weekday = Math.floor(index / perDay) % 7;
    return Math.exp(
      amplitude * Math.sin(2 * Math.PI * day) + second * Math.sin(4 * Math.PI * day + 1) -
        amplitude * amplitude / 4 + growth * index / length +
        (dayNoise[Math.floor(index / perDay)] ?? 0),
    ) * (weekday >= 5 ? weekend : 1);
  };
  const factors = new Float64Array(length).fill(1);
  const events = placeEvents(random, length, perDay, (kind, from) => {
    const event = newEvent(random, kind, from, length);
    const factor = factorOf(random, event);
    let rate = 0;
    for (let index = event.from; index < event.to; index++) {
      rate += mean * season(index) * (factors[index] as number) / (event.to - event.from);
      factors[index] = (factors[index] as number) * factor;
    }
    return { ...event, rate };
  });
  const counts = new Uint32Array(length);
  let noise = 0;
  for (let index = 0; index < length; index++) {
    noise = memory * noise + Math.sqrt(1 - memory * memory) * normal(random);
    const spread = Math.exp(Math.sqrt(dispersion) * noise - dispersion / 2);
    counts[index] = poisson(random, mean * season(index) * (factors[index] as number) * spread);
  }
  return { bucketMs, firstAt: FIRST_AT, counts, events };
}

/** One event of each kind, far from each other, the shift last. */
function placeEvents(
  random: SeededRandom,
  length: number,
  perDay: number,
  make: (kind: EventKind, from: number) => LabelledEvent,
): LabelledEvent[] {
  const first = 7 * perDay;
  const span = (length - first) / KINDS.length;
  return KINDS.map((kind, index) =>
    make(kind, Math.floor(first + index * span + random.next() * (span * 0.6)))
  );
}

function newEvent(
  random: SeededRandom,
  kind: EventKind,
  from: number,
  length: number,
): Omit<LabelledEvent, "rate"> {
  const between = (low: number, high: number) => low + random.below(high - low + 1);
  switch (kind) {
    case "outage":
      return { kind, from, to: from + between(3, 24), side: -1 };
    case "drop":
      return { kind, from, to: from + between(6, 24), side: -1 };
    case "spike":
      return { kind, from, to: from + between(1, 12), side: 1 };
    case "shift":
      return { kind, from, to: length, side: random.next() < 0.5 ? 1 : -1 };
  }
}

function factorOf(random: SeededRandom, { kind, side }: Pick<LabelledEvent, "kind" | "side">) {
  const uniform = (low: number, high: number) => low + random.next() * (high - low);
  switch (kind) {
    case "outage":
      return 0;
    case "drop":
      return uniform(0.1, 0.4);
    case "spike":
      return uniform(3, 6);
    case "shift":
      return side > 0 ? uniform(1.8, 3) : uniform(0.3, 0.55);
  }
}

function normal(random: SeededRandom): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

function poisson(random: SeededRandom, mean: number): number {
  if (mean > 50) {
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  }
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.next(); product > limit; product *= random.next()) count++;
  return count;
}
