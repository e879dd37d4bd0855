import type { Topic } from "./topics.ts";

/** One message of the log, serialised once for all who get it. */
export interface Frame {
  seq: number;
  topic: Topic;
  /** The whole message as JSON text. */
  text: string;
}

/**
 * The newest frames of the log, bounded in number and size. Positions are absolute: they go on
 * counting when old frames leave, so that a reader whose position has left knows that it missed some.
 */
export class FrameRing {
  readonly #maxFrames: number;
  readonly #maxCharacters: number;
  #frames: Frame[] = [];
  /** Frames before this index of `#frames` have left; cut off in blocks to stay O(1) a push. */
  #left = 0;
  #offset = 0;
  #characters = 0;

  constructor(maxFrames: number, maxCharacters: number) {
    this.#maxFrames = maxFrames;
    this.#maxCharacters = maxCharacters;
  }

  /** Position of the oldest kept frame. */
  get first(): number {
    return this.#offset + this.#left;
  }

  /** Position that the next frame will have. */
  get end(): number {
    return this.#offset + this.#frames.length;
  }

  push(frame: Frame): void {
    this.#frames.push(frame);
    this.#characters += frame.text.length;
    while (
      this.end - this.first > this.#maxFrames ||
      (this.#characters > this.#maxCharacters && this.end - this.first > 1)
    ) {
      this.#characters -= this.#frames[this.#left]?.text.length ?? 0;
      this.#left++;
    }
    if (this.#left > this.#maxFrames) {
      this.#frames = this.#frames.slice(this.#left);
      this.#offset += this.#left;
      this.#left = 0;
    }
  }

  /** Lets all frames go; positions go on counting. */
  clear(): void {
    this.#offset = this.end;
    this.#frames = [];
    this.#left = 0;
    this.#characters = 0;
  }

  /** The frame at a position, or `undefined` where none is kept. */
  at(position: number): Frame | undefined {
    return position < this.first ? undefined : this.#frames[position - this.#offset];
  }

  /** Position of the first kept frame with a number above `seq`; `end` when there is none. */
  after(seq: number): number {
    let low = this.first;
    let high = this.end;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.at(middle)?.seq ?? 0) > seq) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
