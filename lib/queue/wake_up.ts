import type { Logger } from "../logging/logger.ts";
import type { QueueClock } from "./clock.ts";
import type { KvFile } from "./kv_file.ts";

/** Timers are set at most this far ahead; the sweep comes sooner anyway. */
const MAX_TIMER_MS = 60_000;
/** Native messages for starts within the same span are one message. */
const NATIVE_GRAIN_MS = 1_000;
/** Deno KV refuses longer delays. */
const MAX_NATIVE_DELAY_MS = 30 * 24 * 60 * 60 * 1000;
const MESSAGE = "vigia-jobs";

export interface WakeUpOptions {
  kv: KvFile;
  clock: QueueClock;
  logger: Logger;
  /** Whether to use the host's native queue as well. */
  native: boolean;
  /** Called, at least once, at or soon after each time that was asked for. */
  onWake(): void;
}

/**
 * Wakes the runner when a job becomes due: by a timer in this process, and by a delayed message of
 * Deno KV's own queue where the host has one, which also reaches a host that put this process to
 * sleep. Losing a message costs nothing: the rows are the truth, and the sweep reads them.
 */
export class WakeUp {
  readonly #options: WakeUpOptions;
  #native: boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerAt = Infinity;
  #nativeAt = -Infinity;
  #listening = false;
  #stopped = false;

  constructor(options: WakeUpOptions) {
    this.#options = options;
    this.#native = options.native;
  }

  /** Begins to receive native messages. */
  listen(): void {
    this.#listening = true;
    if (!this.#native) return;
    this.#options.kv.listenNative((message) => {
      if (message === MESSAGE && !this.#stopped) this.#options.onWake();
    }).catch((error) => this.#giveUpNative(error));
  }

  /** Asks to be woken at a queue time. */
  at(time: number): void {
    if (this.#stopped) return;
    const wait = time - this.#options.clock.now();
    if (this.#listening && time < this.#timerAt) this.#setTimer(time, wait);
    // While this process listens, what is due at once needs no message.
    if (this.#native && (!this.#listening || wait > NATIVE_GRAIN_MS)) this.#send(time, wait);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #setTimer(time: number, wait: number): void {
    clearTimeout(this.#timer);
    this.#timerAt = time;
    this.#timer = setTimeout(() => {
      this.#timerAt = Infinity;
      this.#options.onWake();
    }, Math.min(Math.max(Math.ceil(wait), 0), MAX_TIMER_MS));
  }

  #send(time: number, wait: number): void {
    const grain = Math.ceil(time / NATIVE_GRAIN_MS);
    if (grain === this.#nativeAt) return;
    this.#nativeAt = grain;
    const delay = Math.min(Math.max(Math.ceil(wait), 0), MAX_NATIVE_DELAY_MS);
    this.#options.kv.enqueueNative(MESSAGE, delay).catch((error) => this.#giveUpNative(error));
  }

  #giveUpNative(error: unknown): void {
    if (!this.#native || this.#stopped) return;
    this.#native = false;
    this.#options.logger.info("no native queue here; timers and the sweep wake the jobs", {
      error,
    });
  }
}
