import type { ChannelDirectory, Outgoing } from "../alerts/routing/outgoing.ts";
import type { JobQueue } from "../queue/job_queue.ts";
import type { ChannelBook } from "./channel_book.ts";
import type { DeliveryLog } from "./delivery_log.ts";
import type { Notification } from "./notification.ts";

/** Jobs that bring one notification to one channel. */
export const DELIVER_JOB = "notification.deliver";

/** Hands notifications to channels, through the job queue. */
export class Notifier implements Outgoing, ChannelDirectory {
  readonly #jobs: JobQueue;
  readonly #channels: ChannelBook;
  readonly #log: DeliveryLog;

  constructor(jobs: JobQueue, channels: ChannelBook, log: DeliveryLog) {
    this.#jobs = jobs;
    this.#channels = channels;
    this.#log = log;
  }

  /**
   * Enqueues one job for each channel, named by both, so that the same notification again changes
   * nothing. Durable when it resolves.
   */
  async send(channelIds: readonly string[], notification: Notification): Promise<void> {
    if (channelIds.length === 0) return;
    await this.#jobs.enqueueMany([...new Set(channelIds)].map((channelId) => ({
      kind: DELIVER_JOB,
      id: `${notification.id}:${channelId}`,
      payload: { channelId, notification },
    })));
  }

  /**
   * Sends what was given up again, to those who do not have it; `false` when no delivery that was
   * given up has this id.
   */
  async sendAgain(deliveryId: string): Promise<boolean> {
    return await this.#log.get(deliveryId) !== null && await this.#jobs.replay(deliveryId);
  }

  /** The channels that routes can name. */
  async list(): Promise<{ id: string; name: string; enabled: boolean }[]> {
    const channels = await this.#channels.list();
    return channels.map(({ id, name, enabled }) => ({ id, name, enabled }));
  }
}
