import type { ClientSession, Collection, Filter } from "mongodb";
import type { Event, SequencedEvent } from "../../events/event.ts";
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
import { EventAnalytics } from "./event_analytics.ts";
import { type EventCollections, NEWEST_FIRST } from "./event_collections.ts";
import { documentOf, type EventDocument, eventOf, sequencedEventOf } from "./event_document.ts";
import { afterCursor, hasOwnIndex, matchOf, readCursor, writeCursor } from "./event_filter.ts";
import { annotateEvents } from "./event_notes.ts";
import { Lane } from "./lane.ts";
import { LostRaceError } from "./lost_races.ts";
import { isDuplicateKey, translated } from "./mongo_errors.ts";
import { findRollupDifferences } from "./rollup_differences.ts";
import { changesOf } from "./rollup_rows.ts";
import { RollupWriter } from "./rollup_writer.ts";
import { readScores } from "./scores.ts";
import type { Transactions } from "./transactions.ts";
import type { WriterSession } from "./writer_session.ts";

const STREAM_BATCH = 500;
/** More than elsewhere: all instances change events one after another, and a busy one often wins. */
const MAX_ATTEMPTS = 40;
/** `search` repeats other fields; it stays on the server. */
const WITHOUT_SEARCH = { search: 0 } as const;

/** Events in MongoDB: see `EventStore`. */
export class MongoEventStore implements EventStore {
  readonly #collections: EventCollections;
  readonly #events: Collection<EventDocument>;
  readonly #transactions: Transactions;
  readonly #rollups: RollupWriter;
  readonly #analytics: EventAnalytics;
  /** Called after each commit of new events. */
  readonly #ownCommits: ReadonlySet<() => void>;
  readonly #writer: WriterSession;
  /** This process's own transactions would only lose races against each other. */
  readonly #lane = new Lane();

  constructor(
    collections: EventCollections,
    transactions: Transactions,
    writer: WriterSession,
    ownCommits: ReadonlySet<() => void>,
  ) {
    this.#ownCommits = ownCommits;
    this.#writer = writer;
    this.#collections = collections;
    this.#events = collections.events;
    this.#transactions = transactions;
    this.#rollups = new RollupWriter(collections.rollups, collections.events);
    this.#analytics = new EventAnalytics(collections);
  }

  async append(events: Event[]): Promise<AppendResult> {
    const first = new Map<string, Event>();
    const repeated: string[] = [];
    for (const event of events) {
      if (first.has(event.id)) repeated.push(event.id);
      else first.set(event.id, event);
    }
    if (first.size === 0) return { inserted: [], duplicates: repeated };
    const result = await this.#change((session) => this.#insert([...first.values()], session));
    if (result.inserted.length > 0) { for (const ring of this.#ownCommits) ring(); }
    return { inserted: result.inserted, duplicates: [...result.duplicates, ...repeated] };
  }

  async #insert(events: Event[], session: ClientSession): Promise<AppendResult> {
    const stored = await this.#events
      .find({ _id: { $in: events.map((event) => event.id) } }, { session, projection: { _id: 1 } })
      .toArray();
    const taken = new Set(stored.map(({ _id }) => _id));
    const fresh = events.filter((event) => !taken.has(event.id));
    if (fresh.length === 0) return { inserted: [], duplicates: [...taken] };
    const last = await this.#takeNumbers(fresh.length, session);
    const documents = fresh.map((event, index) =>
      documentOf(event, last - fresh.length + 1 + index)
    );
    try {
      await this.#events.insertMany(documents, { session });
    } catch (error) {
      if (isDuplicateKey(error)) throw new LostRaceError("an event's id", { cause: error });
      throw error;
    }
    await this.#rollups.add(changesOf(fresh.map((event) => ({ event, sign: 1 }))), session);
    return { inserted: documents.map(sequencedEventOf), duplicates: [...taken] };
  }

  /**
   * Takes a block of order numbers and returns its last one; 0 takes none. Until the commit nobody
   * else can change events: numbers are in the order of commits, and what is read of roll-ups stands.
   */
  async #takeNumbers(count: number, session: ClientSession): Promise<number> {
    const counter = await this.#collections.counters.findOneAndUpdate(
      { _id: "events" },
      { $inc: { seq: count, changes: 1 } },
      { session, returnDocument: "after" },
    );
    if (counter === null) {
      throw new Error("Cannot number events: the counter is gone; reopen the store");
    }
    return Number(counter.seq);
  }

  /** One transaction that changes events. @throws StoreUnavailableError */
  #change<R>(work: (session: ClientSession) => Promise<R>): Promise<R> {
    return this.#lane.run(() =>
      translated(async () => {
        const session = await this.#writer.ready();
        return await this.#transactions.run(work, { session, maxAttempts: MAX_ATTEMPTS });
      })
    );
  }

  /** Resolves when the changes that were asked for before are done, and ends the session for more. */
  async close(): Promise<void> {
    await this.#lane.run(() => this.#writer.close());
  }

  get(id: string): Promise<Event | null> {
    return translated(async () => {
      const document = await this.#events.findOne({ _id: id }, { projection: WITHOUT_SEARCH });
      return document === null ? null : eventOf(document);
    });
  }

  list(filter: EventFilter, page: PageRequest): Promise<Page<Event>> {
    return translated(async () => {
      const match: Filter<EventDocument> = page.cursor === undefined
        ? matchOf(filter)
        : { $and: [matchOf(filter), afterCursor(readCursor(page.cursor))] };
      const documents = await this.#events
        .find(match, {
          projection: WITHOUT_SEARCH,
          batchSize: page.limit + 2,
          // In this order it ends early; some planners would rather read every event and sort.
          ...(hasOwnIndex(filter) ? {} : { hint: NEWEST_FIRST }),
        })
        .sort(NEWEST_FIRST)
        .limit(page.limit + 1)
        .toArray();
      const shown = documents.slice(0, page.limit);
      const last = shown.at(-1);
      const next = documents.length > page.limit && last !== undefined
        ? writeCursor({ time: last.timestamp.getTime(), seq: Number(last.seq) })
        : null;
      return { items: shown.map(eventOf), next };
    });
  }

  async *stream(filter: EventFilter): AsyncIterable<Event[]> {
    // Pages instead of a server's cursor: those die when a slow reader pauses for some minutes.
    let cursor: string | undefined;
    do {
      const page = await this.list(filter, { limit: STREAM_BATCH, cursor });
      if (page.items.length > 0) yield page.items;
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
  }

  patch(id: string, changes: EventChanges): Promise<Event | null> {
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    return this.#change(async (session) => {
      const document = await this.#events.findOne({ _id: id }, { session });
      if (document === null) return null;
      await this.#takeNumbers(0, session);
      const before = eventOf(document);
      const after: Event = { ...before, ...Object.fromEntries(given) };
      const { _id, ...replacement } = documentOf(
        after,
        Number(document.seq),
        document.version + 1,
      );
      const { matchedCount } = await this.#events.replaceOne(
        { _id, version: document.version },
        replacement,
        { session },
      );
      if (matchedCount !== 1) throw new LostRaceError(`event ${id}`);
      await this.#rollups.subtract(
        changesOf([{ event: before, sign: -1 }, { event: after, sign: 1 }]),
        session,
      );
      return eventOf({ _id, ...replacement });
    });
  }

  async annotate(field: string, notes: readonly EventNote[]): Promise<number> {
    expectNoteField(field);
    if (notes.length === 0) return 0;
    // Beside the writer's lane: no roll-up changes and no number is taken, so appends need not wait.
    return await translated(() =>
      this.#transactions.run(
        (session) => annotateEvents(this.#events, field, notes, session),
        { maxAttempts: MAX_ATTEMPTS },
      )
    );
  }

  delete(id: string): Promise<boolean> {
    return this.#change(async (session) => {
      const document = await this.#events.findOne({ _id: id }, { session });
      if (document === null) return false;
      await this.#takeNumbers(0, session);
      const { deletedCount } = await this.#events.deleteOne(
        { _id: id, version: document.version },
        { session },
      );
      if (deletedCount !== 1) throw new LostRaceError(`event ${id}`);
      await this.#rollups.subtract(changesOf([{ event: eventOf(document), sign: -1 }]), session);
      return true;
    });
  }

  summary(filter: RangedFilter): Promise<Summary> {
    return translated(() => this.#analytics.summary(filter));
  }

  timeseries(query: TimeseriesQuery): Promise<Series[]> {
    return translated(() => this.#analytics.timeseries(query));
  }

  minutes(query: MinutesQuery): Promise<MinuteTotals[]> {
    return translated(() => this.#analytics.minutes(query));
  }

  breakdown(query: BreakdownQuery): Promise<BreakdownItem[]> {
    return translated(() => this.#analytics.breakdown(query));
  }

  scores(filter: RangedFilter): Promise<ScoreSpread> {
    return translated(() => readScores(this.#events, filter));
  }

  userTotals(userId: string): Promise<UserTotals> {
    return translated(() => this.#analytics.userTotals(userId));
  }

  count(): Promise<number> {
    return translated(() => this.#analytics.count());
  }

  since(seq: number, limit: number): Promise<SequencedEvent[]> {
    return translated(async () => {
      const documents = await this.#events
        .find({ seq: { $gt: seq } }, { projection: WITHOUT_SEARCH, batchSize: limit + 1 })
        .sort({ seq: 1 })
        .limit(limit)
        .toArray();
      return documents.map(sequencedEventOf);
    });
  }

  lastSequence(): Promise<number> {
    return translated(async () => {
      const counter = await this.#collections.counters.findOne({ _id: "events" });
      return Number(counter?.seq ?? 0);
    });
  }

  rollupDifferences(): Promise<string[]> {
    return translated(() => findRollupDifferences(this.#collections));
  }
}
