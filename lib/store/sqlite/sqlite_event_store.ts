import type { Dimension, Event, SequencedEvent } from "../../events/event.ts";
import { TooManyBucketsError } from "../../analytics/time_buckets.ts";
import type {
  AppendResult,
  BreakdownItem,
  BreakdownQuery,
  EventChanges,
  EventFilter,
  EventNote,
  EventStore,
  MinutesQuery,
  MinuteTotals,
  RangedFilter,
  ScoreSpread,
  Series,
  Summary,
  TimeseriesQuery,
  UserTotals,
} from "../events.ts";
import { expectNoteField } from "../note_field.ts";
import type { Page, PageRequest } from "../pages.ts";
import { batchOf, timeOf } from "./event_batch.ts";
import { type EventPosition, readEventCursor, writeEventCursor } from "./event_cursor.ts";
import { isOfPeriodOnly, rollupFor } from "./facts.ts";
import type { ReadMethods } from "./read_worker.ts";
import type { ThreadClient } from "./thread_client.ts";
import type { WriteThread } from "./write_thread.ts";

/** Events that an export reads at once. */
const STREAM_BATCH = 1_000;

export interface EventThreads {
  writer: WriteThread;
  /** Answers what somebody waits for at a screen. */
  reader: ThreadClient<ReadMethods>;
  /** Answers what may take long: exports, text search, recounts. */
  scanner: ThreadClient<ReadMethods>;
}

/** Events in SQLite. */
export class SqliteEventStore implements EventStore {
  readonly #threads: EventThreads;

  constructor(threads: EventThreads) {
    this.#threads = threads;
  }

  async append(events: Event[]): Promise<AppendResult> {
    if (events.length === 0) return { inserted: [], duplicates: [] };
    const { firstSequence, duplicates } = await this.#threads.writer.change(
      "append",
      batchOf(events),
    );
    if (duplicates.length === 0) {
      return {
        inserted: events.map((event, n) => ({ ...event, seq: firstSequence + n })),
        duplicates: [],
      };
    }
    const known = new Set(duplicates);
    return {
      inserted: events.filter((_, index) => !known.has(index))
        .map((event, n) => ({ ...event, seq: firstSequence + n })),
      duplicates: duplicates.map((index) => events[index]!.id),
    };
  }

  async get(id: string): Promise<Event | null> {
    const found = await this.#threads.reader.call("event", id);
    return found === null ? null : withoutSequence(found);
  }

  async list(filter: EventFilter, { limit, cursor }: PageRequest): Promise<Page<Event>> {
    const after = cursor === undefined ? null : readEventCursor(cursor);
    const found = await this.#newest(filter, after, limit + 1);
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const next = found.length > limit && last !== undefined
      ? writeEventCursor(positionOf(last))
      : null;
    return { items: items.map(withoutSequence), next };
  }

  async *stream(filter: EventFilter): AsyncIterable<Event[]> {
    let after: EventPosition | null = null;
    while (true) {
      const found: SequencedEvent[] = await this.#newest(filter, after, STREAM_BATCH, true);
      const last = found.at(-1);
      if (last === undefined) return;
      yield found.map(withoutSequence);
      if (found.length < STREAM_BATCH) return;
      after = positionOf(last);
    }
  }

  async patch(id: string, changes: EventChanges): Promise<Event | null> {
    return await this.#threads.writer.change("patchEvent", id, changes);
  }

  async annotate(field: string, notes: readonly EventNote[]): Promise<number> {
    expectNoteField(field);
    if (notes.length === 0) return 0;
    return await this.#threads.writer.call("annotateEvents", {
      field,
      seqs: notes.map(({ seq }) => seq),
      values: notes.map(({ value }) => JSON.stringify(value)),
    });
  }

  async delete(id: string): Promise<boolean> {
    return await this.#threads.writer.change("deleteEvent", id);
  }

  async summary(filter: RangedFilter): Promise<Summary> {
    await this.#threads.writer.rollUp();
    return await this.#threadFor(isSummedQuickly(filter)).call("summary", filter);
  }

  async timeseries(query: TimeseriesQuery): Promise<Series[]> {
    await this.#threads.writer.rollUp();
    const { filter, metric, groupBy = null } = query;
    const isQuick = isAnsweredQuickly(filter, groupBy) && !metric.startsWith("p");
    try {
      return await this.#threadFor(isQuick).call("timeseries", query);
    } catch (error) {
      const isTooMany = error instanceof Error && error.name === "TooManyBucketsError";
      throw isTooMany ? new TooManyBucketsError(query.bucket) : error;
    }
  }

  async minutes(query: MinutesQuery): Promise<MinuteTotals[]> {
    return await this.#threads.scanner.call("minutes", query);
  }

  async breakdown(query: BreakdownQuery): Promise<BreakdownItem[]> {
    await this.#threads.writer.rollUp();
    const isQuick = isAnsweredQuickly(query.filter, query.dimension);
    return await this.#threadFor(isQuick).call("breakdown", query);
  }

  async scores(filter: RangedFilter): Promise<ScoreSpread> {
    // Also a user's events are found by the user's roll-ups.
    await this.#threads.writer.rollUp();
    return await this.#threads.scanner.call("scores", filter);
  }

  async userTotals(userId: string): Promise<UserTotals> {
    await this.#threads.writer.rollUp();
    return await this.#threads.reader.call("userTotals", userId);
  }

  async count(): Promise<number> {
    return await this.#threads.reader.call("counter", "events");
  }

  async since(seq: number, limit: number): Promise<SequencedEvent[]> {
    return await this.#threads.reader.call("since", seq, limit);
  }

  async lastSequence(): Promise<number> {
    return await this.#threads.reader.call("counter", "sequence");
  }

  async rollupDifferences(): Promise<string[]> {
    await this.#threads.writer.rollUp();
    return await this.#threads.scanner.call("rollupDifferences");
  }

  /** What has to go through the events of a long period must not hold up what is read at a glance. */
  #threadFor(isQuick: boolean): ThreadClient<ReadMethods> {
    return isQuick ? this.#threads.reader : this.#threads.scanner;
  }

  async #newest(
    filter: EventFilter,
    after: EventPosition | null,
    limit: number,
    isLong = filter.q !== undefined || filter.flagged !== undefined,
  ): Promise<SequencedEvent[]> {
    // A user's events are found by the user's roll-ups.
    if (filter.userId !== undefined) await this.#threads.writer.rollUp();
    return await this.#threadFor(!isLong).call("newest", filter, after, limit);
  }
}

/** Whether roll-ups know the answer, or the events of one user have it. */
function isAnsweredQuickly(filter: EventFilter, key: Dimension | null): boolean {
  return filter.userId !== undefined || rollupFor(filter, key) !== null;
}

function isSummedQuickly(filter: RangedFilter): boolean {
  return filter.userId !== undefined || isOfPeriodOnly(filter);
}

function withoutSequence({ seq: _seq, ...event }: SequencedEvent): Event {
  return event;
}

function positionOf({ timestamp, seq }: SequencedEvent): EventPosition {
  return { ts: timeOf(timestamp), seq };
}
