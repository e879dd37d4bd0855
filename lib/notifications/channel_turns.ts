import { setTimeout as pause } from "node:timers/promises";
import { NotYetError } from "../queue/errors.ts";
import type { ChannelKindName } from "./channel.ts";
import { CHANNEL_KINDS_BY_NAME } from "./channel_kinds.ts";
import { CircuitBreaker } from "./circuit_breaker.ts";
import { type Failure, failureText } from "./failure.ts";
import { TokenBucket } from "./token_bucket.ts";

/** Shorter waits for the rate limit are waited for; longer ones are the caller's business. */
const MAX_WAIT_MS = 5_000;

/** When each channel may be called, by its kind's pace and by how it fares. */
export class ChannelTurns {
  readonly #now: () => number;
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #breakers = new Map<string, CircuitBreaker>();

  /** @param now epoch milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @throws NotYetError the channel fails and is left alone for a while. */
  checkPause(channelId: string): void {
    const closed = this.#breakerOf(channelId).enter(this.#now());
    if (closed > 0) throw notYet({ code: "paused", params: {} }, closed);
  }

  /** Resolves when the kind's pace lets a message go. @throws NotYetError it is not soon. */
  async take(
    { id, kind }: { id: string; kind: ChannelKindName },
    signal?: AbortSignal,
  ): Promise<void> {
    let bucket = this.#buckets.get(id);
    if (bucket === undefined) {
      bucket = new TokenBucket(CHANNEL_KINDS_BY_NAME[kind].rate);
      this.#buckets.set(id, bucket);
    }
    while (true) {
      const wait = bucket.take(this.#now());
      if (wait === 0) return;
      if (wait > MAX_WAIT_MS) {
        throw notYet({ code: "pace", params: { seconds: Math.ceil(wait / 1000) } }, wait);
      }
      await pause(wait, undefined, { ...(signal !== undefined && { signal }) });
    }
  }

  succeeded(channelId: string): void {
    this.#breakerOf(channelId).succeeded();
  }

  failed(channelId: string): void {
    this.#breakerOf(channelId).failed(this.#now());
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

function notYet(failure: Failure, waitMs: number): NotYetError {
  return new NotYetError(failureText(failure), waitMs, { cause: failure });
}
