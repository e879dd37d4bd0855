import { parsePattern, PatternError, type PatternNode } from "./pattern_parser.ts";

/** Steps of a program; `a{100}` needs a hundred. */
const MAX_STEPS = 1_000;

type Step =
  | { does: "read"; accepts: RegExp }
  | { does: "split"; to: [number, number] }
  | { does: "jump"; to: number }
  | { does: "accept" };

/**
 * A regular expression that matches the whole text, in time proportional to the text's length times
 * the pattern's: all ways to match are followed at once (Thompson's construction), so no pattern
 * makes it explode. Safe for patterns that people type in.
 */
export class SafePattern {
  readonly #steps: Step[] = [];

  /** @throws PatternError what is wrong with the pattern. */
  constructor(text: string) {
    this.#add(parsePattern(text));
    this.#push({ does: "accept" });
  }

  /** Whether the whole text matches. */
  matches(text: string): boolean {
    let current = new Set<number>();
    this.#follow(0, current);
    for (const character of text) {
      const next = new Set<number>();
      for (const at of current) {
        const step = this.#steps[at]!;
        if (step.does === "read" && step.accepts.test(character)) this.#follow(at + 1, next);
      }
      if (next.size === 0) return false;
      current = next;
    }
    return current.has(this.#steps.length - 1);
  }

  /** Adds a step and all that it leads to without reading. */
  #follow(begin: number, into: Set<number>): void {
    const open = [begin];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (into.has(at)) continue;
      into.add(at);
      const step = this.#steps[at]!;
      if (step.does === "jump") open.push(step.to);
      else if (step.does === "split") open.push(...step.to);
    }
  }

  #push(step: Step): number {
    if (this.#steps.length >= MAX_STEPS) {
      throw new PatternError("Is too large: its repetitions multiply; make them smaller");
    }
    return this.#steps.push(step) - 1;
  }

  #add(node: PatternNode): void {
    if (node.kind === "one") this.#push({ does: "read", accepts: node.accepts });
    else if (node.kind === "sequence") { for (const part of node.parts) this.#add(part); }
    else if (node.kind === "choice") this.#addChoice(node.options);
    else this.#addRepeat(node.part, node.min, node.max);
  }

  #addChoice(options: readonly PatternNode[]): void {
    const ends: number[] = [];
    for (const [index, option] of options.entries()) {
      const isLast = index === options.length - 1;
      const split = isLast ? -1 : this.#push({ does: "split", to: [0, 0] });
      this.#add(option);
      if (isLast) continue;
      ends.push(this.#push({ does: "jump", to: 0 }));
      this.#steps[split] = { does: "split", to: [split + 1, this.#steps.length] };
    }
    for (const end of ends) this.#steps[end] = { does: "jump", to: this.#steps.length };
  }

  #addRepeat(part: PatternNode, min: number, max: number): void {
    for (let count = 0; count < min; count++) this.#add(part);
    if (max === Infinity) {
      const split = this.#push({ does: "split", to: [0, 0] });
      this.#add(part);
      this.#push({ does: "jump", to: split });
      this.#steps[split] = { does: "split", to: [split + 1, this.#steps.length] };
      return;
    }
    const splits: number[] = [];
    for (let count = min; count < max; count++) {
      splits.push(this.#push({ does: "split", to: [0, 0] }));
      this.#add(part);
    }
    for (const split of splits) {
      this.#steps[split] = { does: "split", to: [split + 1, this.#steps.length] };
    }
  }
}
