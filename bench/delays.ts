import { percentile } from "./measure.ts";

/** When events were sent, and how much later their ids were seen. */
export class Delays {
  readonly #pattern: RegExp;
  readonly #sentAt = new Map<string, number>();
  readonly #ms: number[] = [];
  #sorted: Float64Array | null = null;

  /** Ids are `<prefix>-<digits>`. */
  constructor(prefix: string) {
    this.#pattern = new RegExp(`"id":"(${prefix}-\\d+)"`, "g");
  }

  /** Number of ids that were sent. */
  get sent(): number {
    return this.#sentAt.size;
  }

  /** Number of ids that were seen, each as often as it was. */
  get seen(): number {
    return this.#ms.length;
  }

  send(id: string): void {
    this.#sentAt.set(id, performance.now());
  }

  /** Looks for ids in a message. */
  see(text: string): void {
    const now = performance.now();
    for (const [, id = ""] of text.matchAll(this.#pattern)) {
      const sentAt = this.#sentAt.get(id);
      if (sentAt !== undefined) this.#ms.push(now - sentAt);
    }
  }

  /** Milliseconds below which `part` of all delays lie. Call when everything was seen. */
  percentile(part: number): number {
    this.#sorted ??= Float64Array.from(this.#ms).sort();
    return percentile(this.#sorted, part);
  }
}
