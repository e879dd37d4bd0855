import { Gauge, type Registry } from "prom-client";
import type { Event } from "../events/event.ts";
import type { Logger } from "../logging/logger.ts";
import type { AppendResult, EventStore } from "../store/events.ts";
import { StoreUnavailableError } from "../store/store.ts";
import { within } from "./deadline.ts";
import { InboxDrain } from "./inbox_drain.ts";
import { type EncodedEvent, encodeEvent, InboxRows } from "./inbox_rows.ts";
import type { JobQueue } from "./job_queue.ts";

/** Job kind of events that the store refused; replaying one appends it again. */
export const REFUSED_EVENT_KIND = "event.store";

/** Bytes of events that one commit takes, at least one caller's. */
const COMMIT_BYTES = 650_000;
/** Events of callers whose commit has not begun; they are in memory. */
const MAX_WAITING_EVENTS = 50_000;

export interface InboxOptions {
  /** Shares its database with the inbox, and keeps the events that the store refuses. */
  jobs: JobQueue;
  store: Pick<EventStore, "append">;
  logger: Logger;
  registry?: Registry | undefined;
  /** Most events that may wait. Default 1,000,000. */
  maxEvents?: number | undefined;
  /** Called after each append with what it stored, in order, for the live hub. */
  onStored?: ((result: AppendResult) => void) | undefined;
}

interface Caller {
  encoded: EncodedEvent[];
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Where accepted events wait for the store while it is away or slow, on disk and in order. They
 * reach the store at least once, and as it appends by event id, in effect once.
 */
export class Inbox {
  readonly #rows: InboxRows;
  readonly #drain: InboxDrain;
  readonly #logger: Logger;
  readonly #maxEvents: number;
  #callers: Caller[] = [];
  #waitingEvents = 0;
  #writing: Promise<void> | null = null;
  #stopped = false;

  private constructor(rows: InboxRows, options: InboxOptions) {
    const { jobs, store, logger, registry, maxEvents = 1_000_000 } = options;
    const onStored = options.onStored ?? (() => {});
    this.#rows = rows;
    this.#logger = logger;
    this.#maxEvents = maxEvents;
    this.#drain = new InboxDrain({
      rows,
      store,
      logger,
      onStored,
      giveUp: async (event, error) => {
        const id = `${REFUSED_EVENT_KIND}:${event.id}`;
        await jobs.addDeadLetter({ kind: REFUSED_EVENT_KIND, payload: event, id }, error);
      },
    });
    jobs.handle(REFUSED_EVENT_KIND, { concurrency: 1 }, async (event) => {
      onStored(await store.append([event as Event]));
    });
    if (registry !== undefined) {
      new Gauge({
        name: "vigia_inbox_events",
        help: "Events that were accepted and wait for the store",
        registers: [registry],
        collect() {
          this.set(rows.depth);
        },
      });
    }
  }

  /** Opens the inbox in the queue's database. Nothing is drained before `start`. @throws StoreUnavailableError */
  static async open(options: InboxOptions): Promise<Inbox> {
    return new Inbox(await InboxRows.open(options.jobs.kv), options);
  }

  /**
   * Keeps events; durable, all of them, when it resolves, and none of them when it rejects. Callers
   * at the same time share one write.
   * @throws StoreUnavailableError when the inbox is full, stopped, or its disk fails.
   */
  async accept(events: readonly Event[]): Promise<void> {
    if (events.length === 0) return;
    if (this.#stopped) {
      throw new StoreUnavailableError("The inbox is stopped; send the events again");
    }
    this.#checkRoom(events.length);
    const encoded = events.map(encodeEvent);
    this.#waitingEvents += events.length;
    await new Promise<void>((resolve, reject) => {
      this.#callers.push({ encoded, resolve, reject });
      this.#writing ??= this.#writeAll();
    });
  }

  /** Begins to move events into the store. */
  start(): void {
    this.#drain.start();
  }

  /**
   * Refuses further events, and ends after the write and the batch that are under way, or after
   * `deadlineMs` where the store does not answer; its events stay in the inbox then.
   */
  async stop(deadlineMs = 10_000): Promise<void> {
    this.#stopped = true;
    await this.#writing;
    await within(this.#drain.stop(), deadlineMs);
  }

  /** Events that wait for the store, as far as this process knows. */
  depth(): number {
    return this.#rows.depth;
  }

  #checkRoom(count: number): void {
    if (this.#rows.depth + this.#waitingEvents + count > this.#maxEvents) {
      throw new StoreUnavailableError(
        `The inbox is full: ${this.#rows.depth} events wait for the store, at most ${this.#maxEvents} may`,
      );
    }
    if (this.#waitingEvents + count > MAX_WAITING_EVENTS) {
      throw new StoreUnavailableError("Events arrive faster than the disk takes them");
    }
  }

  async #writeAll(): Promise<void> {
    // Lets everybody who calls in the same turn into the first write.
    await Promise.resolve();
    while (this.#callers.length > 0) await this.#writeGroup();
    this.#writing = null;
  }

  async #writeGroup(): Promise<void> {
    let bytes = 0;
    let size = 0;
    for (const { encoded } of this.#callers) {
      bytes += encoded.reduce((sum, event) => sum + event.length + 1, 0);
      if (size > 0 && bytes > COMMIT_BYTES) break;
      size++;
    }
    const group = this.#callers.splice(0, size);
    const encoded = group.flatMap((caller) => caller.encoded);
    try {
      await this.#rows.write(encoded);
      for (const { resolve } of group) resolve();
      this.#drain.wake();
    } catch (error) {
      this.#logger.error("the inbox cannot keep events", { error });
      for (const { reject } of group) reject(error);
    } finally {
      this.#waitingEvents -= encoded.length;
    }
  }
}
