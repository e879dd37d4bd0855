import { z } from "zod";
import type { Logger } from "../logging/logger.ts";
import { type AddressGuard, ForbiddenAddressError } from "../outgoing/address_guard.ts";
import type { OutgoingHttp } from "../outgoing/outgoing_http.ts";
import type { Backoff } from "../queue/backoff.ts";
import { isPermanent, NotYetError, PermanentError, RetryAfterError } from "../queue/errors.ts";
import type { Job } from "../queue/job.ts";
import type { JobQueue } from "../queue/job_queue.ts";
import { readerOf } from "./channel.ts";
import type { ChannelBook } from "./channel_book.ts";
import {
  ChannelGoneError,
  PartialDeliveryError,
  type Receipt,
  type RecipientResult,
} from "./channel_kind.ts";
import { CHANNEL_KINDS_BY_NAME } from "./channel_kinds.ts";
import { channelOffNotification, testNotification } from "./channel_notifications.ts";
import { ChannelTurns } from "./channel_turns.ts";
import type { DeliveryEntry, DeliveryLog, TryResult } from "./delivery_log.ts";
import type { NoticeBook } from "./notice_book.ts";
import { type Failure, failureIn, failureText, failWith } from "./failure.ts";
import { composeMessage, type Message } from "./message_composer.ts";
import { noticeOf } from "./notice.ts";
import { notificationSchema } from "./notification.ts";
import { DELIVER_JOB } from "./notifier.ts";

/** How long a receiver may ask to wait without that being a try. */
const PATIENCE_MS = 24 * 60 * 60 * 1000;
/** A receiver that always asks for little is called less and less often: so much of the job's age. */
const LEAST_WAIT = 0.1;
const DEFAULT_BACKOFF: Backoff = { baseMs: 2_000, factor: 2, capMs: 15 * 60 * 1000 };

const DELETED: Failure = { code: "deleted", params: {} };
const OFF: Failure = { code: "off", params: {} };

const payloadSchema = z.object({ channelId: z.string(), notification: notificationSchema });

export interface DeliveryWorkerOptions {
  channels: ChannelBook;
  log: DeliveryLog;
  http: OutgoingHttp;
  guard: AddressGuard;
  notices: NoticeBook;
  logger: Logger;
  now?: (() => number) | undefined;
  backoff?: Backoff | undefined;
}

/** What a test message came to. */
export interface TestResult {
  delivered: boolean;
  receipt: string | null;
  /** In English. */
  error: string | null;
  failure: Failure | null;
}

/** Brings notifications to channels: one job for each of both. */
export class DeliveryWorker {
  readonly #options: DeliveryWorkerOptions;
  readonly #now: () => number;
  readonly #turns: ChannelTurns;

  constructor(options: DeliveryWorkerOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#turns = new ChannelTurns(this.#now);
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

  /**
   * Sends a message now, once, at the channel's pace and even while it pauses; `null` when there is
   * no such channel.
   */
  async test(channelId: string): Promise<TestResult | null> {
    const channel = await this.#options.channels.get(channelId);
    if (channel === null) return null;
    const message = composeMessage(testNotification(channel.name), readerOf(channel));
    const entry = { id: `${message.id}:${channelId}`, channelId, channel, message };
    const attempt = new Attempt(this.#now());
    try {
      await this.#turns.take(channel);
      const receipt = await this.#deliver(entry, [], attempt);
      this.#turns.succeeded(channelId);
      await this.#options.log.record(entry, attempt.delivered(receipt));
      return { delivered: true, receipt, error: null, failure: null };
    } catch (error) {
      const result = attempt.failed(error, true, []);
      await this.#options.log.record(entry, result);
      const { error: text, failure } = result;
      return { delivered: false, receipt: null, error: text, failure };
    }
  }

  async #run(payload: unknown, job: Job): Promise<void> {
    const { channelId, notification } = payloadSchema.parse(payload);
    const { channels, log } = this.#options;
    const before = await log.get(job.id);
    // The process may have died between the delivery and the end of the job.
    if (before?.state === "delivered") return;
    // Somebody wants it sent again.
    if (before !== null && before.state !== "pending") await log.reopen(before);
    const known = (await log.get(job.id))?.recipients ?? [];
    const channel = await channels.get(channelId);
    const message = composeMessage(notification, readerOf(channel));
    const entry = { id: job.id, channelId, channel, message };
    const attempt = new Attempt(this.#now());
    let receipt: Receipt;
    try {
      if (channel === null) throw failWith(PermanentError, DELETED);
      if (!channel.enabled) throw failWith(PermanentError, OFF);
      this.#turns.checkPause(channelId);
      await this.#turns.take(channel, job.signal);
      receipt = await this.#deliver(entry, known, attempt);
    } catch (thrown) {
      // Nothing was tried: the process stops, or the time of the job is over.
      if (!attempt.isSent && job.signal.aborted) throw thrown;
      const error = patient(thrown, this.#now() - Date.parse(job.createdAt));
      await this.#failed(entry, job, attempt, error, known);
      throw error;
    }
    this.#turns.succeeded(channelId);
    await log.record(entry, attempt.delivered(receipt));
  }

  async #failed(
    entry: DeliveryEntry,
    job: Job,
    attempt: Attempt,
    error: unknown,
    known: readonly RecipientResult[],
  ): Promise<void> {
    const { log } = this.#options;
    const { channelId } = entry;
    const isLast = isPermanent(error) ||
      !(error instanceof NotYetError) && job.attempt >= job.maxAttempts;
    const isAnswer = error instanceof RetryAfterError || error instanceof PartialDeliveryError;
    // A receiver that says when to come back works; only silence and failures open the breaker.
    if (!isPermanent(error) && !isAnswer) this.#turns.failed(channelId);
    await log.record(entry, attempt.failed(error, isLast, known));
    if (error instanceof ChannelGoneError) await this.#turnOff(entry, failureIn(error));
  }

  /** Says so first: whoever dies between the two says it again, under the same id. */
  async #turnOff({ id, channelId, channel }: DeliveryEntry, failure: Failure): Promise<void> {
    const { channels, notices, logger } = this.#options;
    const notification = channelOffNotification(id, channel?.name ?? channelId, failure);
    await notices.add(noticeOf(composeMessage(notification, readerOf(channel))));
    await channels.disable(channelId, failure);
    logger.warn("a channel was turned off", { channelId, reason: failureText(failure) });
  }

  async #deliver(
    { channelId, channel, message }: Entry,
    recipients: readonly RecipientResult[],
    attempt: Attempt,
  ): Promise<Receipt> {
    if (channel === null) throw failWith(PermanentError, DELETED);
    const { channels, http, guard, notices } = this.#options;
    const settings = await channels.settingsOf(channel);
    attempt.isSent = true;
    return await CHANNEL_KINDS_BY_NAME[channel.kind].deliver(message, settings, {
      http,
      guard,
      notices,
      now: this.#now,
      channelId,
      recipients,
    });
  }
}

interface Entry extends DeliveryEntry {
  message: Message;
}

/** One try, as the log takes it. */
class Attempt {
  isSent = false;
  readonly #at: string;

  constructor(now: number) {
    this.#at = new Date(now).toISOString();
  }

  delivered(receipt: Receipt): TryResult {
    return { state: "delivered", at: this.#at, receipt, error: null, failure: null, isSent: true };
  }

  failed(error: unknown, isLast: boolean, known: readonly RecipientResult[]): TryResult {
    const recipients = error instanceof PartialDeliveryError ? error.recipients : known;
    const isPartly = recipients.some(({ state }) => state === "taken");
    const failure = failureIn(error);
    return {
      state: !isLast ? "pending" : isPartly ? "partial" : "failed",
      at: this.#at,
      receipt: null,
      error: failureText(failure),
      failure,
      isSent: this.isSent && !(error instanceof ForbiddenAddressError),
      recipients,
    };
  }
}

/** What a job's error means: a wait that the receiver asks for is no try while the job is young. */
function patient(error: unknown, ageMs: number): unknown {
  if (!(error instanceof RetryAfterError) || ageMs > PATIENCE_MS) return error;
  const wait = Math.max(error.retryAfterMs, ageMs * LEAST_WAIT);
  return new NotYetError(error.message, wait, { cause: error.cause });
}
