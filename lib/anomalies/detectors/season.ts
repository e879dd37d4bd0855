const DAY_MS = 86_400_000;
const SLOT_MS = 900_000;
const SLOT_RATE = 0.04;
/** Of a weekday, in a whole day of buckets. */
const WEEKDAY_RATE = 1.2;
/** At its first visit a weekday is learned so many times as fast. */
const FIRST_WEEKDAY_RATE = 2;
const MAX_WEEKDAY_RATE = 0.2;
/** The prior of a slot: a part of the level and so many events. */
const PRIOR_PART = 0.02;
const PRIOR_EVENTS = 0.15;
const WEEKDAYS = 7;
/** 1 January 1970 was a Thursday. */
const EPOCH_WEEKDAY = 4;
const MIN_WEEKDAY = 0.02;
const MAX_WEEKDAY = 20;

/** A season as JSON. */
export interface SeasonState {
  slots: number[];
  weekdays: number[];
  visits: number[];
}

/**
 * How the hour of the day and the day of the week (UTC) change a rate: 96 slots of 15 minutes, or as
 * many as buckets fit into a day, and 7 factors.
 */
export class Season {
  readonly #slotMs: number;
  readonly #count: number;
  /** Averages of what was seen in each slot, then of what the level alone would have given. */
  readonly #slots: Float64Array;
  readonly #weekdays = new Float64Array(WEEKDAYS).fill(1);
  /** Buckets learned of each weekday. */
  readonly #visits = new Float64Array(WEEKDAYS);
  readonly #perDay: number;

  constructor(bucketMs: number) {
    this.#slotMs = Math.min(DAY_MS, Math.max(SLOT_MS, bucketMs));
    this.#count = Math.max(1, Math.round(DAY_MS / this.#slotMs));
    this.#slots = new Float64Array(2 * this.#count);
    this.#perDay = DAY_MS / bucketMs;
  }

  /** Factor on the level at `t`. */
  factor(level: number, t: number): number {
    const weekday = this.#weekdays[weekdayOf(t)] as number;
    return weekday * this.#shape(level, this.#slotOf(t));
  }

  /** Whether nothing is known yet of the day of the week at `t`. */
  isNew(t: number): boolean {
    return (this.#visits[weekdayOf(t)] as number) < this.#perDay / 2;
  }

  /** Learns from `x` events where `lambda` were expected. */
  learn(x: number, lambda: number, level: number, t: number): void {
    const slots = this.#slots;
    const slot = this.#slotOf(t);
    const day = weekdayOf(t);
    const weekday = this.#weekdays[day] as number;
    const seen = slots[slot] as number;
    const plain = slots[this.#count + slot] as number;
    slots[slot] = seen + SLOT_RATE * (x - seen);
    slots[this.#count + slot] = plain + SLOT_RATE * (level * weekday - plain);
    if (!(level > 0)) return;
    const visits = this.#visits[day] as number;
    const faster = visits < this.#perDay ? FIRST_WEEKDAY_RATE : 1;
    const rate = Math.min(MAX_WEEKDAY_RATE, faster * WEEKDAY_RATE / this.#perDay);
    const changed = weekday + rate * (x - lambda) / level;
    this.#visits[day] = visits + 1;
    this.#weekdays[day] = Math.min(MAX_WEEKDAY, Math.max(MIN_WEEKDAY, changed));
  }

  save(): SeasonState {
    return {
      slots: Array.from(this.#slots),
      weekdays: Array.from(this.#weekdays),
      visits: Array.from(this.#visits),
    };
  }

  static restore(bucketMs: number, state: SeasonState): Season {
    const season = new Season(bucketMs);
    season.#slots.set(state.slots);
    season.#weekdays.set(state.weekdays);
    season.#visits.set(state.visits);
    return season;
  }

  #slotOf(t: number): number {
    return Math.min(this.#count - 1, Math.floor(remainder(t, DAY_MS) / this.#slotMs));
  }

  /** Seen over plain, the neighbours with half weight, drawn to 1 while little was seen. */
  #shape(level: number, slot: number): number {
    const count = this.#count;
    const slots = this.#slots;
    const before = slot === 0 ? count - 1 : slot - 1;
    const after = slot === count - 1 ? 0 : slot + 1;
    const seen = (slots[slot] as number) +
      0.5 * ((slots[before] as number) + (slots[after] as number));
    const plain = (slots[count + slot] as number) +
      0.5 * ((slots[count + before] as number) + (slots[count + after] as number));
    const prior = PRIOR_PART * level + PRIOR_EVENTS;
    return plain + prior > 0 ? (seen + prior) / (plain + prior) : 1;
  }
}

function weekdayOf(t: number): number {
  return remainder(Math.floor(t / DAY_MS) + EPOCH_WEEKDAY, WEEKDAYS);
}

function remainder(value: number, divisor: number): number {
  const rest = value % divisor;
  return rest < 0 ? rest + divisor : rest;
}
