import { setImmediate } from "node:timers";
import type { Registry } from "prom-client";
import { ProblemError, unavailable } from "../http/problem.ts";
import type { Logger } from "../logging/logger.ts";
import type { AppendResult, EventStore } from "../store/events.ts";
import { StoreUnavailableError } from "../store/store.ts";
import type { Event, SequencedEvent } from "./event.ts";
import { IngestMetrics } from "./ingest_metrics.ts";
import type { WebhookVerifier } from "./standard_webhooks.ts";

/** Keeps events durably until the store takes them. */
export interface EventInbox {
  /** Resolves when the events are durable. @throws when they are not */
  accept(events: Event[]): Promise<void>;
}

export interface IngestOptions {
  store: Pick<EventStore, "append">;
  inbox: EventInbox;
  /** Judges deliveries that come with a signature instead of a key. */
  webhooks: WebhookVerifier;
  /** Told of every event that was new, in commit order, after it is durable. */
  onStored: (events: SequencedEvent[]) => void;
  registry: Registry;
  logger: Logger;
  limits?: Partial<IngestLimits>;
}

export interface IngestLimits {
  /** Longest that the first event of a group waits for others. */
  gatherMs: number;
  /** Events after which a group waits for no more. */
  gatherEvents: number;
  /** Events of one commit, unless a single request brings more. */
  commitEvents: number;
  /** Events that may wait; more are refused until some are stored. */
  pendingEvents: number;
  /** A commit that takes longer counts as the store being away. */
  slowMs: number;
  /** While the store is away it is tried again this often; nobody waits for that. */
  retryStoreMs: number;
}

const DEFAULT_LIMITS: IngestLimits = {
  gatherMs: 2,
  gatherEvents: 500,
  commitEvents: 2000,
  pendingEvents: 20_000,
  slowMs: 2000,
  retryStoreMs: 1000,
};

const RETRY_AFTER_SECONDS = 2;

interface Waiting {
  events: Event[];
  resolve: () => void;
  reject: (error: unknown) => void;
}

const SLOW = Symbol("slow");

/** `promise`, or `SLOW` when it takes longer; its later failure is then nobody's. */
async function within<T>(promise: Promise<T>, ms: number): Promise<T | typeof SLOW> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const slow = new Promise<typeof SLOW>((resolve) => {
    timer = setTimeout(() => resolve(SLOW), ms);
  });
  try {
    return await Promise.race([promise, slow]);
  } finally {
    clearTimeout(timer);
  }
}

/** Loops rather than `flatMap`, which costs as much as the rest of a small request's share. */
function eventsOf(group: Waiting[]): Event[] {
  if (group.length === 1) return group[0]!.events;
  const events: Event[] = [];
  for (const one of group) {
    for (const event of one.events) events.push(event);
  }
  return events;
}

/**
 * The way of events into the store. Requests that arrive close together share one commit (group
 * commit), one at a time; while the store is away or slow the inbox keeps the events. Whoever is
 * told that his events are accepted can rely on them being on disk.
 */
export class Ingest {
  readonly webhooks: WebhookVerifier;
  readonly metrics: IngestMetrics;
  readonly #options: IngestOptions;
  readonly #limits: IngestLimits;
  readonly #logger: Logger;
  #waiting: Waiting[] = [];
  #waitingEvents = 0;
  /** Waiting and being committed. */
  #pendingEvents = 0;
  #isActive = false;
  #idle: (() => void)[] = [];
  /** An append that nobody waits for is under way; another beside it would only queue up. */
  #isTrying = false;
  /** The store failed or was slow when it was asked last. */
  #isStoreAway = false;
  #askStoreAgainAt = 0;

  constructor(options: IngestOptions) {
    this.webhooks = options.webhooks;
    this.metrics = new IngestMetrics(options.registry);
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#logger = options.logger.child({ part: "ingest" });
  }

  /**
   * Resolves when the events are durable, in the store or in the inbox. Ids that are known already
   * are accepted and change nothing.
   * @throws ProblemError 503 with `Retry-After` when too many events wait, or when neither store
   * nor inbox takes them; they may be stored all the same then, so send them again with their ids.
   */
  accept(events: Event[]): Promise<void> {
    if (
      this.#pendingEvents > 0 && this.#pendingEvents + events.length > this.#limits.pendingEvents
    ) {
      this.metrics.count("failed", events.length);
      return Promise.reject(
        unavailable("More events arrive than can be stored; send them again", RETRY_AFTER_SECONDS),
      );
    }
    this.#pendingEvents += events.length;
    this.#waitingEvents += events.length;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ events, resolve, reject });
      if (this.#isActive) return;
      this.#isActive = true;
      this.#gather(0, performance.now());
    });
  }

  /**
   * Stores the events now and tells of those that are new; never uses the inbox.
   * @throws StoreUnavailableError
   */
  async store(events: Event[]): Promise<AppendResult> {
    const result = await this.#options.store.append(events);
    this.announce(result);
    return result;
  }

  /** Counts an append and tells of its new events; for whoever appends by himself, as the inbox does. */
  announce({ inserted, duplicates }: AppendResult): void {
    this.metrics.count("stored", inserted.length);
    this.metrics.count("duplicate", duplicates.length);
    if (inserted.length === 0) return;
    try {
      this.#options.onStored(inserted);
    } catch (error) {
      // The events are stored and their senders must hear so.
      this.#logger.error("an effect of stored events failed", { error });
    }
  }

  /** Resolves when nothing waits any more; for the shutdown, after the last request was answered. */
  drain(): Promise<void> {
    if (!this.#isActive) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /**
   * Lets the group grow as long as each turn of the event loop brings further requests. A fixed
   * wait would either cost a lone request its milliseconds or commit a burst in crumbs.
   */
  #gather(seen: number, since: number): void {
    setImmediate(() => {
      const hasGrown = this.#waiting.length > seen;
      const mayWait = this.#waitingEvents < this.#limits.gatherEvents &&
        performance.now() - since < this.#limits.gatherMs;
      if (hasGrown && mayWait) this.#gather(this.#waiting.length, since);
      else this.#commitAll();
    });
  }

  async #commitAll(): Promise<void> {
    while (this.#waiting.length > 0) await this.#commit(this.#nextGroup());
    this.#isActive = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #nextGroup(): Waiting[] {
    let count = 0;
    let events = 0;
    for (const { events: more } of this.#waiting) {
      if (count > 0 && events + more.length > this.#limits.commitEvents) break;
      events += more.length;
      count++;
    }
    this.#waitingEvents -= events;
    return this.#waiting.splice(0, count);
  }

  /** Settles every request of the group; never throws. */
  async #commit(group: Waiting[]): Promise<void> {
    const events = eventsOf(group);
    try {
      await this.#keep(events);
      this.#pendingEvents -= events.length;
      for (const { resolve } of group) resolve();
    } catch (error) {
      if (group.length > 1 && !(error instanceof ProblemError)) {
        // Something that no validation foresaw: it shall fail alone, not take others with it.
        for (const one of group) await this.#commit([one]);
        return;
      }
      this.#pendingEvents -= events.length;
      this.metrics.count("failed", events.length);
      for (const { reject } of group) reject(error);
    }
  }

  async #keep(events: Event[]): Promise<void> {
    if (!this.#isStoreAway) {
      if (await this.#tryStore(events)) return;
    } else if (!this.#isTrying && Date.now() >= this.#askStoreAgainAt) {
      // Nobody waits for a store that is known to be away: these events go both ways, and the store
      // takes each id once.
      this.#watch(this.#options.store.append(events), performance.now());
    }
    try {
      await this.#options.inbox.accept(events);
    } catch (error) {
      this.#logger.error("neither the store nor the inbox takes events", { error });
      throw unavailable("Events cannot be stored now; send them again", RETRY_AFTER_SECONDS);
    }
    this.metrics.count("inbox", events.length);
  }

  /** Whether the store has the events. */
  async #tryStore(events: Event[]): Promise<boolean> {
    const start = performance.now();
    const append = this.#options.store.append(events);
    try {
      const result = await within(append, this.#limits.slowMs);
      if (result === SLOW) {
        this.#logger.warn("the store is slow, events go to the inbox", {
          afterMs: this.#limits.slowMs,
        });
        this.#isStoreAway = true;
        this.#watch(append, start);
        return false;
      }
      this.metrics.observeCommit(events.length, (performance.now() - start) / 1000);
      this.announce(result);
      return true;
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      this.#logger.warn("the store is away, events go to the inbox", { error });
      this.#noteAway();
      return false;
    }
  }

  #noteAway(): void {
    this.#isStoreAway = true;
    this.#askStoreAgainAt = Date.now() + this.#limits.retryStoreMs;
  }

  /** Looks after an append whose events are in the inbox too; a quick one ends the outage. */
  async #watch(append: Promise<AppendResult>, start: number): Promise<void> {
    this.#isTrying = true;
    try {
      const result = await append;
      this.#isStoreAway = performance.now() - start > this.#limits.slowMs;
      if (!this.#isStoreAway) this.#logger.info("the store takes events again");
      this.announce(result);
    } catch (error) {
      this.#logger.debug("the store is still away", { error });
      this.#noteAway();
    } finally {
      this.#isTrying = false;
    }
  }
}
