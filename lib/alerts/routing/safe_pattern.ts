import { parsePattern, PatternError, type PatternNode } from "./pattern_parser.ts";

/** Steps of a program; `a{100}` needs a hundred. */
const MAX_STEPS = 300;
const ASCII = 128;
/** Turns are kept in 32 bits, with room for one more text. */
const MAX_TURNS = 1e9;

type Step =
  | { does: "read"; accepts: RegExp; ascii: Uint8Array }
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
  /** Where the ways are before and after a character, and the number of the character that led there. */
  #ways: Int32Array;
  #nextWays: Int32Array;
  readonly #seenAt: Int32Array;
  #turn = 0;
  /** The same few values are asked for many times over. */
  #last: { text: string; matches: boolean } | null = null;

  /** @throws PatternError what is wrong with the pattern. */
  constructor(text: string) {
    this.#add(parsePattern(text));
    this.#push({ does: "accept" });
    this.#ways = new Int32Array(this.size);
    this.#nextWays = new Int32Array(this.size);
    this.#seenAt = new Int32Array(this.size);
  }

  /** Steps of its program: what a character of a text costs at most. */
  get size(): number {
    return this.#steps.length;
  }

  /** Whether the whole text matches. */
  matches(text: string): boolean {
    if (this.#last?.text !== text) this.#last = { text, matches: this.#match(text) };
    return this.#last.matches;
  }

  #match(text: string): boolean {
    if (this.#turn > MAX_TURNS) {
      this.#seenAt.fill(0);
      this.#turn = 0;
    }
    this.#turn++;
    let count = this.#follow(0, this.#ways, 0);
    for (const character of text) {
      this.#turn++;
      let nextCount = 0;
      for (let index = 0; index < count; index++) {
        const at = this.#ways[index]!;
        if (accepts(this.#steps[at]!, character)) {
          nextCount = this.#follow(at + 1, this.#nextWays, nextCount);
        }
      }
      if (nextCount === 0) return false;
      [this.#ways, this.#nextWays] = [this.#nextWays, this.#ways];
      count = nextCount;
    }
    return this.#seenAt[this.size - 1] === this.#turn;
  }

  /** Adds a step and all that it leads to without reading. @returns how many there are then. */
  #follow(begin: number, into: Int32Array, count: number): number {
    const open = [begin];
    let length = count;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (this.#seenAt[at] === this.#turn) continue;
      this.#seenAt[at] = this.#turn;
      into[length++] = at;
      const step = this.#steps[at]!;
      if (step.does === "jump") open.push(step.to);
      else if (step.does === "split") open.push(...step.to);
    }
    return length;
  }

  #push(step: Step): number {
    if (this.#steps.length >= MAX_STEPS) {
      throw new PatternError("Is too large: its repetitions multiply; make them smaller");
    }
    return this.#steps.push(step) - 1;
  }

  #add(node: PatternNode): void {
    if (node.kind === "one") {
      this.#push({ does: "read", accepts: node.accepts, ascii: asciiOf(node.accepts) });
    } else if (node.kind === "sequence") { for (const part of node.parts) this.#add(part); }
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

function accepts(step: Step, character: string): boolean {
  if (step.does !== "read") return false;
  const code = character.charCodeAt(0);
  return code < ASCII ? step.ascii[code] === 1 : step.accepts.test(character);
}

/** Which ASCII characters a class accepts, by class; patterns are made of the same few. */
const tables = new Map<string, Uint8Array>();
const MAX_TABLES = 2_000;

function asciiOf(accepted: RegExp): Uint8Array {
  const key = String(accepted);
  const known = tables.get(key);
  if (known !== undefined) return known;
  if (tables.size >= MAX_TABLES) tables.clear();
  const table = Uint8Array.from(
    { length: ASCII },
    (_, code) => accepted.test(String.fromCharCode(code)) ? 1 : 0,
  );
  tables.set(key, table);
  return table;
}
