import type {
  BreakdownItem,
  BreakdownQuery,
  EventStore,
  RangedFilter,
  Series,
  Summary,
  TimeseriesQuery,
} from "../store/events.ts";

/** Numbers of a summary that stand on a card, each compared with the period before. */
export const COMPARED_NUMBERS = [
  "events",
  "revenue",
  "orders",
  "averageTicket",
  "errors",
  "activeUsers",
] as const;
export type ComparedNumber = typeof COMPARED_NUMBERS[number];

export interface SummaryChanges {
  current: Summary;
  /** The period of the same length that ended when the current one began. */
  previous: Summary;
  /** (current - previous) / |previous|: 0.12 is 12 % more; `null` where there was nothing before. */
  change: Record<ComparedNumber, number | null>;
}

function relativeChange(current: number, previous: number): number | null {
  return previous === 0 ? null : (current - previous) / Math.abs(previous);
}

/**
 * Numbers over periods, always as the store has them now: nothing is kept between calls, so that no
 * answer is older than a write that was acknowledged before the question.
 */
export class Analytics {
  readonly #store: EventStore;

  constructor(store: EventStore) {
    this.#store = store;
  }

  summary(filter: RangedFilter): Promise<Summary> {
    return this.#store.summary(filter);
  }

  /** @throws TooManyBucketsError when the period has too many buckets */
  timeseries(query: TimeseriesQuery): Promise<Series[]> {
    return this.#store.timeseries(query);
  }

  breakdown(query: BreakdownQuery): Promise<BreakdownItem[]> {
    return this.#store.breakdown(query);
  }

  /** A period's numbers beside those of the period before. */
  async changes(filter: RangedFilter): Promise<SummaryChanges> {
    const { from, to } = filter;
    const [current, previous] = await Promise.all([
      this.#store.summary(filter),
      this.#store.summary({ ...filter, from: from - (to - from), to: from }),
    ]);
    const change = Object.fromEntries(
      COMPARED_NUMBERS.map((name) => [name, relativeChange(current[name], previous[name])]),
    ) as Record<ComparedNumber, number | null>;
    return { current, previous, change };
  }
}
