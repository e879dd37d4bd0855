import { invalidInput, ProblemError } from "../http/problem.ts";
import type { EventChanges, EventFilter, EventStore, UserTotals } from "../store/events.ts";
import type { Page, PageRequest } from "../store/pages.ts";
import type { Event } from "./event.ts";
import { normalizeEvent } from "./incoming.ts";
import type { Ingest } from "./ingest.ts";

export interface EventServiceOptions {
  store: EventStore;
  ingest: Pick<Ingest, "store">;
  /** Told after stored events were changed or deleted: totals are no longer what they were. */
  onChanged: () => void;
}

/** Events as people and API callers handle them one by one; deliveries in bulk go through `Ingest`. */
export class EventService {
  readonly #store: EventStore;
  readonly #ingest: Pick<Ingest, "store">;
  readonly #onChanged: () => void;

  constructor(options: EventServiceOptions) {
    this.#store = options.store;
    this.#ingest = options.ingest;
    this.#onChanged = options.onChanged;
  }

  /** Newest first. @throws UnknownCursorError */
  list(filter: EventFilter, page: PageRequest): Promise<Page<Event>> {
    return this.#store.list(filter, page);
  }

  get(id: string): Promise<Event | null> {
    return this.#store.get(id);
  }

  /**
   * Stores one event before it returns. With an id that is known already, the event that is stored
   * under it.
   * @throws ProblemError 422 naming each wrong field, 409 when somebody deletes the event at the same time
   * @throws StoreUnavailableError
   */
  async create(input: unknown, source: string): Promise<Event> {
    const receivedAt = new Date().toISOString();
    const normalized = normalizeEvent(input, { source, receivedAt });
    if (!normalized.ok) throw invalidInput(normalized.errors);
    const { inserted } = await this.#ingest.store([normalized.event]);
    if (inserted.length > 0) return normalized.event;
    const stored = await this.#store.get(normalized.event.id);
    if (stored !== null) return stored;
    throw new ProblemError(409, "The event was deleted at this moment; send it again");
  }

  /** The changed event, or `null` when there is none. */
  async patch(id: string, changes: EventChanges): Promise<Event | null> {
    const event = await this.#store.patch(id, changes);
    if (event !== null) this.#onChanged();
    return event;
  }

  /** Whether there was such an event. */
  async delete(id: string): Promise<boolean> {
    const isDeleted = await this.#store.delete(id);
    if (isDeleted) this.#onChanged();
    return isDeleted;
  }

  /** Totals over a user's whole history. */
  totals(userId: string): Promise<UserTotals> {
    return this.#store.userTotals(userId);
  }

  /** Everything that the filter gives, newest first, in batches that are read on demand. */
  stream(filter: EventFilter): AsyncIterable<Event[]> {
    return this.#store.stream(filter);
  }
}
