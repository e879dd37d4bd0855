import type { Collection, Stored } from "../store/collections.ts";
import type { Page, PageRequest } from "../store/pages.ts";
import type { Store } from "../store/store.ts";
import type { Channel } from "./channel.ts";
import type { RecipientResult } from "./channel_kind.ts";
import { DELIVERIES, type Delivery, MAX_TRIES } from "./delivery.ts";
import type { Failure } from "./failure.ts";
import type { Message } from "./message_composer.ts";

const MAX_ERROR = 500;
/** How long deliveries are kept; the longest way of a message is far shorter. */
const KEPT_MS = 90 * 86_400_000;

/** A message to a channel. */
export interface DeliveryEntry {
  /** The job's. */
  id: string;
  channelId: string;
  /** `null` when there is none any more. */
  channel: Stored<Channel> | null;
  message: Pick<Message, "id" | "title">;
}

/** How one try ended. */
export interface TryResult {
  state: Delivery["state"];
  at: string;
  receipt: string | null;
  /** In English. */
  error: string | null;
  failure: Failure | null;
  /** Whether the other side was called. */
  isSent: boolean;
  /** What each recipient answered, if it is known. */
  recipients?: readonly RecipientResult[] | undefined;
}

/** Which deliveries a list holds. */
export interface DeliveryFilter {
  channelId?: string | undefined;
  state?: Delivery["state"] | undefined;
  notificationId?: string | undefined;
}

/** What became of each notification at each channel. */
export class DeliveryLog {
  readonly #deliveries: Collection<Delivery>;

  constructor(store: Store) {
    this.#deliveries = store.collection(DELIVERIES);
  }

  /** Newest first. @throws UnknownCursorError */
  list(
    { channelId, state, notificationId, ...page }: PageRequest & DeliveryFilter,
  ): Promise<Page<Stored<Delivery>>> {
    return this.#deliveries.find({ ...page, where: { channelId, state, notificationId } });
  }

  get(id: string): Promise<Stored<Delivery> | null> {
    return this.#deliveries.get(id);
  }

  /** Adds a try to the delivery, which begins with its first. Waiting again is no new entry. */
  async record(
    { id, channelId, channel, message }: DeliveryEntry,
    { state, at, receipt, error, failure, isSent, recipients }: TryResult,
  ): Promise<void> {
    const before = await this.#deliveries.get(id);
    const next = { at, error: error === null ? null : error.slice(0, MAX_ERROR), failure, isSent };
    const known = before?.tries ?? [];
    const last = known.at(-1);
    const isSame = !isSent && last !== undefined && !last.isSent && last.error === next.error;
    const tries = [...isSame ? known.slice(0, -1) : known, next].slice(-MAX_TRIES);
    const changes = {
      state,
      receipt,
      tries,
      recipients: [...recipients ?? before?.recipients ?? []],
    };
    if (before !== null) {
      await this.#deliveries.patch(id, changes);
      return;
    }
    await this.#deliveries.insert({
      id,
      channelId,
      channelName: channel?.name ?? null,
      kind: channel?.kind ?? null,
      notificationId: message.id,
      title: message.title,
      ...changes,
    });
  }

  /** Deletes what began long ago; how much. */
  prune(now: number): Promise<number> {
    const before = new Date(now - KEPT_MS).toISOString();
    return this.#deliveries.deleteWhere({ createdAt: { lt: before } });
  }

  /** Takes an ended delivery up again: only those that have the message are left out. */
  async reopen({ id, recipients }: Stored<Delivery>): Promise<void> {
    const taken = recipients.filter(({ state }) => state === "taken");
    await this.#deliveries.patch(id, { state: "pending", recipients: taken });
  }
}
