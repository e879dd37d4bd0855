import type { Collection, Stored } from "../store/collections.ts";
import type { Page, PageRequest } from "../store/pages.ts";
import type { Store } from "../store/store.ts";
import type { Channel } from "./channel.ts";
import { DELIVERIES, type Delivery, MAX_TRIES } from "./delivery.ts";
import type { Notification } from "./notification.ts";

/** How one try ended. */
export interface TryResult {
  state: Delivery["state"];
  at: string;
  receipt: string | null;
  error: string | null;
}

/** What became of each notification at each channel. */
export class DeliveryLog {
  readonly #deliveries: Collection<Delivery>;

  constructor(store: Store) {
    this.#deliveries = store.collection(DELIVERIES);
  }

  /** Newest first. @throws UnknownCursorError */
  list(
    { channelId, ...page }: PageRequest & { channelId?: string | undefined },
  ): Promise<Page<Stored<Delivery>>> {
    return this.#deliveries.find({
      ...page,
      ...(channelId === undefined ? {} : { where: { channelId } }),
    });
  }

  async isDelivered(id: string): Promise<boolean> {
    return (await this.#deliveries.get(id))?.state === "delivered";
  }

  /** Adds a try to the delivery, which begins with its first. */
  async record(
    id: string,
    channel: Stored<Channel>,
    notification: Notification,
    { state, at, receipt, error }: TryResult,
  ): Promise<void> {
    const before = await this.#deliveries.get(id);
    const tries = [...before?.tries ?? [], { at, error }].slice(-MAX_TRIES);
    if (before !== null) {
      await this.#deliveries.patch(id, { state, receipt, tries });
      return;
    }
    await this.#deliveries.insert({
      id,
      channelId: channel.id,
      channelName: channel.name,
      kind: channel.kind,
      notificationId: notification.id,
      title: notification.title,
      state,
      receipt,
      tries,
    });
  }
}
