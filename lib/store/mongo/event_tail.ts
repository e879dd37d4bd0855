import type { Collection, Document } from "mongodb";
import type { SequencedEvent } from "../../events/event.ts";
import type { Logger } from "../../logging/logger.ts";
import type { EventStore } from "../events.ts";
import { StoreUnavailableError } from "../store.ts";
import { isUnavailable } from "./mongo_errors.ts";

const BATCH = 500;
/** How often to look where nothing wakes the tail. */
const POLL_MS = 250;
/** How often to look although a change stream is open: it may have died quietly. */
const POLL_WITH_STREAM_MS = 5_000;
/** Pause after an outage. */
const OUTAGE_PAUSE_MS = 1_000;

/** What a tail follows and whom it tells. */
export interface TailOptions {
  events: Pick<EventStore, "since">;
  /** Events with a greater order number are new. */
  fromSeq: number;
  /** Gets what is new, oldest first; the tail waits for it. */
  onEvents: (events: SequencedEvent[]) => void | Promise<void>;
  signal: AbortSignal;
  logger: Logger;
  /** Takes what wakes the tail after commits of this process, which then need no change stream. */
  ownCommits?: Set<() => void> | undefined;
  /** Changes once in every commit of events; watched on a server with change streams, else `null`. */
  counters: Collection | null;
}

/**
 * Hands over every event committed after `fromSeq`, by any instance, once and in the order of
 * commits, until `signal` aborts. Order numbers are taken in the order of commits, so that reading on
 * from the last one misses nothing; a change stream only says when to look.
 * @throws what `onEvents` throws. Outages of the store are waited out.
 */
export async function tailEvents(options: TailOptions): Promise<void> {
  const { events, onEvents, signal, logger, counters } = options;
  const bell = new Bell(signal);
  const watch = counters === null ? null : new CounterWatch(counters, bell, logger);
  const ring = () => bell.ring();
  options.ownCommits?.add(ring);
  let last = options.fromSeq;
  try {
    while (!signal.aborted) {
      await watch?.ensureOpen();
      const batch = await sinceOrNull(events, last, logger);
      if (signal.aborted) return;
      if (batch !== null && batch.length > 0) {
        await onEvents(batch);
        last = batch.at(-1)!.seq;
      }
      if (batch === null) await bell.wait(OUTAGE_PAUSE_MS);
      else if (batch.length < BATCH) await bell.wait(watch?.isOpen ? POLL_WITH_STREAM_MS : POLL_MS);
    }
  } finally {
    options.ownCommits?.delete(ring);
    await watch?.close();
    bell.close();
  }
}

/** The next events, `null` during an outage. */
async function sinceOrNull(
  events: Pick<EventStore, "since">,
  seq: number,
  logger: Logger,
): Promise<SequencedEvent[] | null> {
  try {
    return await events.since(seq, BATCH);
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error;
    logger.warn("New events cannot be read for now", { error });
    return null;
  }
}

/** Something to wait at: until it rings, the time is over or the signal aborts. */
class Bell {
  readonly #signal: AbortSignal;
  readonly #onAbort = () => this.ring();
  #rung = false;
  #wake: (() => void) | null = null;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener("abort", this.#onAbort);
  }

  /** Ends the wait, or the next one when nobody waits: a ring is never lost. */
  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  async wait(ms: number): Promise<void> {
    if (!this.#rung && !this.#signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#wake = null;
    this.#rung = false;
  }

  close(): void {
    this.#signal.removeEventListener("abort", this.#onAbort);
  }
}

/** A change stream on the counter of events that rings a bell at each commit. */
class CounterWatch {
  readonly #counters: Collection;
  readonly #bell: Bell;
  readonly #logger: Logger;
  #stream: ReturnType<Collection["watch"]> | null = null;

  constructor(counters: Collection, bell: Bell, logger: Logger) {
    this.#counters = counters;
    this.#bell = bell;
    this.#logger = logger;
  }

  get isOpen(): boolean {
    return this.#stream !== null;
  }

  /** Opens the stream unless it is open; without it the tail polls. */
  async ensureOpen(): Promise<void> {
    if (this.#stream !== null) return;
    const pipeline: Document[] = [{ $project: { _id: 1 } }];
    const stream = this.#counters.watch(pipeline);
    try {
      // The stream exists on the server after its first answer: what is committed later rings.
      await stream.tryNext();
    } catch (error) {
      await stream.close();
      if (!isUnavailable(error)) this.#logger.warn("Changes cannot be watched", { error });
      return;
    }
    this.#stream = stream;
    this.#listen(stream);
  }

  async #listen(stream: ReturnType<Collection["watch"]>): Promise<void> {
    try {
      while (this.#stream === stream) {
        await stream.next();
        this.#bell.ring();
      }
    } catch (error) {
      if (this.#stream !== stream) return;
      this.#logger.warn("The watch on new events broke; it is opened again", { error });
      this.#stream = null;
      this.#bell.ring();
    }
  }

  async close(): Promise<void> {
    const stream = this.#stream;
    this.#stream = null;
    await stream?.close();
  }
}
