import type { FrameRing } from "./frame_ring.ts";
import type { Topic } from "./topics.ts";

/** Where frames go: a socket or an event stream. */
export interface FrameSink {
  /** Bytes that were sent and have not left this process. */
  readonly bufferedAmount: number;
  sendMessage(text: string, seq: number): void;
  /** Says that messages `from`..`to` are gone for this reader. */
  sendGap(from: number, to: number): void;
  /** Ends a reader that takes nothing for too long. */
  endSlow(): void;
}

/** Above this a reader is left alone until it has read; memory stays bounded however slow it is. */
const HIGH_WATER_BYTES = 64 * 1024;
/** A reader that takes nothing for this long is cut off; it resumes when it comes back. */
const STUCK_MS = 60_000;

/** One reader's place in the log. */
export class Subscription {
  readonly #ring: FrameRing;
  readonly #sink: FrameSink;
  #topics: ReadonlySet<Topic> = new Set();
  #position: number;
  #lastSeq: number;
  #paused = false;
  #blockedSince: number | null = null;

  constructor(ring: FrameRing, sink: FrameSink, seq: number) {
    this.#ring = ring;
    this.#sink = sink;
    this.#position = ring.end;
    this.#lastSeq = seq;
  }

  get topics(): ReadonlySet<Topic> {
    return this.#topics;
  }

  set topics(topics: ReadonlySet<Topic>) {
    this.#topics = topics;
  }

  /** Moves to a position of the ring; `seq` is the last number that the reader has. */
  moveTo(position: number, seq: number): void {
    this.#position = position;
    this.#lastSeq = seq;
  }

  /** Holds frames back while older messages are fetched; they stay in the ring. */
  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
  }

  /**
   * Sends what the reader can take now.
   * @returns whether it waits for the reader; then it must be called again.
   */
  pump(now: number): boolean {
    if (this.#paused) return false;
    while (this.#position < this.#ring.end) {
      if (this.#sink.bufferedAmount > HIGH_WATER_BYTES) return this.#block(now);
      const frame = this.#ring.at(this.#position);
      if (frame === undefined) {
        const newest = this.#ring.at(this.#ring.end - 1)?.seq ?? this.#lastSeq;
        this.#sink.sendGap(this.#lastSeq + 1, newest);
        this.moveTo(this.#ring.end, newest);
        break;
      }
      if (this.#topics.has(frame.topic)) this.#sink.sendMessage(frame.text, frame.seq);
      this.#position++;
      this.#lastSeq = frame.seq;
    }
    this.#blockedSince = null;
    return false;
  }

  #block(now: number): boolean {
    this.#blockedSince ??= now;
    if (now - this.#blockedSince > STUCK_MS) {
      this.#sink.endSlow();
      return false;
    }
    return true;
  }
}
