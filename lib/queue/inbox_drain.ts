import type { Event } from "../events/event.ts";
import type { Logger } from "../logging/logger.ts";
import type { AppendResult, EventStore } from "../store/events.ts";
import { StoreUnavailableError } from "../store/store.ts";
import type { InboxRows } from "./inbox_rows.ts";

const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 5_000;
/** How often an idle drain looks for what another process left. */
const IDLE_LOOK_MS = 5_000;
/** Tries of a single event before it is given up. */
const SINGLE_TRIES = 3;
const SINGLE_PAUSE_MS = 150;

export interface DrainOptions {
  rows: InboxRows;
  store: Pick<EventStore, "append">;
  logger: Logger;
  /** Called with what each append stored. */
  onStored(result: AppendResult): void;
  /** Takes an event that the store refuses. Must be durable when it resolves. */
  giveUp(event: Event, error: unknown): Promise<void>;
}

/**
 * Moves events from the inbox into the store, in order, in batches. A batch leaves the inbox only
 * after the store has it; a crash in between repeats an append that changes nothing.
 */
export class InboxDrain {
  readonly #options: DrainOptions;
  readonly #stop = Promise.withResolvers<void>();
  #news = Promise.withResolvers<void>();
  #stopped = false;
  #loop: Promise<void> | null = null;

  constructor(options: DrainOptions) {
    this.#options = options;
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Tells that there are new events. */
  wake(): void {
    this.#news.resolve();
  }

  /** Ends after the batch that is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stop.resolve();
    await this.#loop;
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#stopped) {
      try {
        const moved = await this.#moveBatch();
        if (failures > 0) this.#options.logger.info("the store is back; the inbox drains");
        failures = 0;
        if (!moved) await this.#idle();
      } catch (error) {
        if (failures++ === 0) {
          this.#options.logger.warn("the store is away; events wait in the inbox", { error });
        }
        const ceiling = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
        await this.#pause(ceiling / 2 + Math.random() * ceiling / 2);
      }
    }
  }

  /** False when the inbox is empty. @throws StoreUnavailableError */
  async #moveBatch(): Promise<boolean> {
    const { rows } = this.#options;
    const batch = await rows.read();
    if (batch === null) return false;
    await this.#store(batch.events);
    await rows.remove(batch);
    return true;
  }

  /** Stores all events but those that the store refuses, which it finds by halving. */
  async #store(events: Event[]): Promise<void> {
    try {
      this.#tell(await this.#options.store.append(events));
    } catch (error) {
      if (error instanceof StoreUnavailableError) throw error;
      if (events.length === 1) return await this.#storeStubborn(events[0]!, error);
      const middle = events.length >> 1;
      await this.#store(events.slice(0, middle));
      await this.#store(events.slice(middle));
    }
  }

  /** One event that was refused once; the cause may pass, so it gets a few tries. */
  async #storeStubborn(event: Event, first: unknown): Promise<void> {
    const { store, logger, giveUp } = this.#options;
    let refusal = first;
    for (let tries = 1; tries < SINGLE_TRIES; tries++) {
      await this.#pause(SINGLE_PAUSE_MS * tries);
      try {
        return this.#tell(await store.append([event]));
      } catch (error) {
        if (error instanceof StoreUnavailableError) throw error;
        refusal = error;
      }
    }
    logger.error("the store refuses an event; it is a dead letter now", {
      event: event.id,
      error: refusal,
    });
    await giveUp(event, refusal);
  }

  #tell(result: AppendResult): void {
    try {
      this.#options.onStored(result);
    } catch (error) {
      // The events are stored; whoever shows them must not make us store them again.
      this.#options.logger.error("stored events could not be announced", { error });
    }
  }

  async #idle(): Promise<void> {
    await this.#pause(IDLE_LOOK_MS, this.#news.promise);
    this.#news = Promise.withResolvers<void>();
    await this.#options.rows.refresh();
  }

  /** Waits so long, or until `early` resolves or the drain is stopped. */
  async #pause(ms: number, early?: Promise<void>): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => timer = setTimeout(resolve, ms));
    await Promise.race([late, this.#stop.promise, ...(early === undefined ? [] : [early])]);
    clearTimeout(timer);
  }
}
