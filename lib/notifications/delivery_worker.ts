import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { Logger } from "../logging/logger.ts";
import type { AddressGuard } from "../outgoing/address_guard.ts";
import type { OutgoingHttp } from "../outgoing/outgoing_http.ts";
import type { Backoff } from "../queue/backoff.ts";
import {
  describeError,
  isPermanent,
  NotYetError,
  PermanentError,
  RetryAfterError,
} from "../queue/errors.ts";
import type { Job } from "../queue/job.ts";
import type { JobQueue } from "../queue/job_queue.ts";
import type { Stored } from "../store/collections.ts";
import type { Store } from "../store/store.ts";
import { uuidV7 } from "../store/uuid_v7.ts";
import type { Channel } from "./channel.ts";
import type { ChannelBook } from "./channel_book.ts";
import { ChannelGoneError, type Receipt } from "./channel_kind.ts";
import { CHANNEL_KINDS_BY_NAME } from "./channel_kinds.ts";
import { CircuitBreaker } from "./circuit_breaker.ts";
import type { DeliveryLog } from "./delivery_log.ts";
import { type Notification, notificationSchema } from "./notification.ts";
import { DELIVER_JOB } from "./notifier.ts";
import { TokenBucket } from "./token_bucket.ts";

/** Shorter waits for the rate limit are waited for; longer ones go back to the queue. */
const MAX_WAIT_MS = 5_000;
/** How long a receiver may ask to wait without that being a try. */
const PATIENCE_MS = 24 * 60 * 60 * 1000;
/** A receiver that always asks for little is called less and less often: so much of the job's age. */
const LEAST_WAIT = 0.1;
const DEFAULT_BACKOFF: Backoff = { baseMs: 2_000, factor: 2, capMs: 15 * 60 * 1000 };

const payloadSchema = z.object({ channelId: z.string(), notification: notificationSchema });

export interface DeliveryWorkerOptions {
  channels: ChannelBook;
  log: DeliveryLog;
  http: OutgoingHttp;
  guard: AddressGuard;
  store: Store;
  logger: Logger;
  now?: (() => number) | undefined;
  backoff?: Backoff | undefined;
}

/** What a test message came to. */
export interface TestResult {
  delivered: boolean;
  receipt: string | null;
  error: string | null;
}

/** Brings notifications to channels: one job for each of both. */
export class DeliveryWorker {
  readonly #options: DeliveryWorkerOptions;
  readonly #now: () => number;
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #breakers = new Map<string, CircuitBreaker>();

  constructor(options: DeliveryWorkerOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** Lets this process do deliveries. */
  attach(jobs: Pick<JobQueue, "handle">): void {
    const backoff = this.#options.backoff ?? DEFAULT_BACKOFF;
    jobs.handle(
      DELIVER_JOB,
      { concurrency: 8, maxAttempts: 12, backoff, timeoutMs: 60_000 },
      (payload, job) => this.#run(payload, job),
    );
  }

  /** Sends a message now, once; `null` when there is no such channel. */
  async test(channelId: string): Promise<TestResult | null> {
    const channel = await this.#options.channels.get(channelId);
    if (channel === null) return null;
    const notification = testNotification(channel.name);
    const id = `${notification.id}:${channelId}`;
    const at = new Date(this.#now()).toISOString();
    try {
      const receipt = await this.#deliver(channel, notification);
      await this.#options.log.record(id, channel, notification, {
        state: "delivered",
        at,
        receipt,
        error: null,
      });
      return { delivered: true, receipt, error: null };
    } catch (error) {
      const text = describeError(error);
      await this.#options.log.record(id, channel, notification, {
        state: "failed",
        at,
        receipt: null,
        error: text,
      });
      return { delivered: false, receipt: null, error: text };
    }
  }

  async #run(payload: unknown, job: Job): Promise<void> {
    const { channelId, notification } = payloadSchema.parse(payload);
    const { channels, log } = this.#options;
    // The process may have died between the delivery and the end of the job.
    if (await log.isDelivered(job.id)) return;
    const channel = await channels.get(channelId);
    if (channel === null) throw new PermanentError("The channel was deleted");
    if (!channel.enabled) throw new PermanentError("The channel is turned off");
    await this.#awaitTurn(channel, job.signal);
    const breaker = this.#breakerOf(channelId);
    const at = new Date(this.#now()).toISOString();
    let receipt: Receipt;
    try {
      receipt = await this.#deliver(channel, notification);
    } catch (thrown) {
      const error = patient(thrown, this.#now() - Date.parse(job.createdAt));
      await this.#failed(channel, notification, job, at, error);
      throw error;
    }
    breaker.succeeded();
    await log.record(job.id, channel, notification, {
      state: "delivered",
      at,
      receipt,
      error: null,
    });
  }

  async #failed(
    channel: Stored<Channel>,
    notification: Notification,
    job: Job,
    at: string,
    error: unknown,
  ): Promise<void> {
    const { channels, log, logger } = this.#options;
    const isLast = isPermanent(error) ||
      !(error instanceof NotYetError) && job.attempt >= job.maxAttempts;
    // A receiver that says when to come back works; only silence and failures open the breaker.
    if (!isPermanent(error) && !(error instanceof RetryAfterError)) {
      this.#breakerOf(channel.id).failed(this.#now());
    }
    await log.record(job.id, channel, notification, {
      state: isLast ? "failed" : "pending",
      at,
      receipt: null,
      error: describeError(error),
    });
    if (error instanceof ChannelGoneError) {
      await channels.disable(channel.id, error.message);
      logger.warn("a channel was turned off", { channelId: channel.id, reason: error.message });
    }
  }

  async #deliver(channel: Stored<Channel>, notification: Notification): Promise<Receipt> {
    const { channels, http, guard, store } = this.#options;
    const settings = await channels.settingsOf(channel);
    const kind = CHANNEL_KINDS_BY_NAME[channel.kind];
    return await kind.deliver(notification, settings, {
      http,
      guard,
      store,
      now: this.#now,
      channelId: channel.id,
    });
  }

  /** @throws NotYetError when it is not this channel's turn for longer. */
  async #awaitTurn(channel: Stored<Channel>, signal: AbortSignal): Promise<void> {
    const closed = this.#breakerOf(channel.id).enter(this.#now());
    if (closed > 0) throw new NotYetError("The channel failed too often; pausing", closed);
    let bucket = this.#buckets.get(channel.id);
    if (bucket === undefined) {
      bucket = new TokenBucket(CHANNEL_KINDS_BY_NAME[channel.kind].rate);
      this.#buckets.set(channel.id, bucket);
    }
    while (true) {
      const wait = bucket.take(this.#now());
      if (wait === 0) return;
      if (wait > MAX_WAIT_MS) throw new NotYetError("The channel's rate limit", wait);
      await pause(wait, undefined, { signal });
    }
  }

  #breakerOf(channelId: string): CircuitBreaker {
    let breaker = this.#breakers.get(channelId);
    if (breaker === undefined) {
      breaker = new CircuitBreaker();
      this.#breakers.set(channelId, breaker);
    }
    return breaker;
  }
}

/** What a job's error means: a wait that the receiver asks for is no try while the job is young. */
function patient(error: unknown, ageMs: number): unknown {
  if (!(error instanceof RetryAfterError) || ageMs > PATIENCE_MS) return error;
  return new NotYetError(error.message, Math.max(error.retryAfterMs, ageMs * LEAST_WAIT));
}

function testNotification(channelName: string): Notification {
  return {
    id: `test-${uuidV7()}`,
    status: "info",
    severity: "info",
    title: "Vigia: test message",
    text: `The channel "${channelName}" works.`,
    url: null,
    groupKey: "test",
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    alerts: [],
  };
}
