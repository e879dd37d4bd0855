/** Longest pattern, in characters. */
export const MAX_PATTERN_CHARACTERS = 200;
/** Highest number in `{n,m}`. */
const MAX_REPEAT = 100;
const MAX_DEPTH = 20;

/** A pattern cannot be used; the message says what and where. */
export class PatternError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "PatternError";
  }
}

/** A pattern as a tree. */
export type PatternNode =
  | { kind: "one"; accepts: RegExp }
  | { kind: "sequence"; parts: PatternNode[] }
  | { kind: "choice"; options: PatternNode[] }
  | { kind: "repeat"; part: PatternNode; min: number; max: number };

/** Classes that mean the same in RE2 and in JavaScript. */
const CLASS_ESCAPE = /^[dDwWsS]$/;
const CONTROL_ESCAPE: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };
const SYNTAX = new Set("\\^$.|?*+()[]{}/");

/**
 * Parses the part of RE2's syntax that routes and silences need: literals, `.`, classes, groups,
 * `|`, `* + ? {n,m}` and `(?i)` at the beginning. Back references and looking around are refused:
 * they are what no matcher can do in time that grows with the text alone.
 * @throws PatternError
 */
export function parsePattern(text: string): PatternNode {
  if (text.length > MAX_PATTERN_CHARACTERS) {
    throw new PatternError(`Is longer than ${MAX_PATTERN_CHARACTERS} characters`);
  }
  const ignoresCase = text.startsWith("(?i)");
  return new Parser([...(ignoresCase ? text.slice(4) : text)], ignoresCase ? "sui" : "su").parse();
}

class Parser {
  readonly #characters: readonly string[];
  readonly #flags: string;
  #at = 0;
  #depth = 0;

  constructor(characters: readonly string[], flags: string) {
    this.#characters = characters;
    this.#flags = flags;
  }

  parse(): PatternNode {
    const node = this.#choice();
    if (this.#at < this.#characters.length) throw this.#fault("has a ) without a (");
    return node;
  }

  #choice(): PatternNode {
    if (++this.#depth > MAX_DEPTH) throw this.#fault(`has more than ${MAX_DEPTH} nested groups`);
    const options = [this.#sequence()];
    while (this.#takes("|")) options.push(this.#sequence());
    this.#depth--;
    return options.length === 1 ? options[0]! : { kind: "choice", options };
  }

  #sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (this.#at < this.#characters.length && !"|)".includes(this.#next())) {
      const part = this.#atom();
      if (part !== null) parts.push(this.#repeated(part));
    }
    return { kind: "sequence", parts };
  }

  /** One thing that can be repeated; `null` for an anchor, as patterns are anchored anyway. */
  #atom(): PatternNode | null {
    const character = this.#next();
    this.#at++;
    if (character === "^") {
      if (this.#at > 1) throw this.#fault("has ^ elsewhere than at its beginning");
      return null;
    }
    if (character === "$") {
      if (this.#at < this.#characters.length) throw this.#fault("has $ elsewhere than at its end");
      return null;
    }
    if (character === "(") return this.#group();
    if (character === "[") return this.#class();
    if (character === "\\") return this.#escape();
    if (character === ".") return { kind: "one", accepts: new RegExp("^.$", "su") };
    if ("*+?{".includes(character)) throw this.#fault(`has ${character} with nothing to repeat`);
    return this.#literal(character);
  }

  #group(): PatternNode {
    if (this.#takes("?") && !this.#takes(":")) {
      throw this.#fault("has (? for something else than (?:…); it is not supported");
    }
    const node = this.#choice();
    if (!this.#takes(")")) throw this.#fault("has a ( without a )");
    return node;
  }

  #class(): PatternNode {
    const begin = this.#at - 1;
    this.#takes("^");
    while (this.#at < this.#characters.length && this.#next() !== "]") {
      this.#at += this.#next() === "\\" ? 2 : 1;
    }
    if (!this.#takes("]")) throw this.#fault("has a [ without a ]");
    const source = this.#characters.slice(begin, this.#at).join("");
    try {
      return { kind: "one", accepts: new RegExp(`^${source}$`, this.#flags) };
    } catch {
      throw this.#fault(`has a class that cannot be: ${source}`);
    }
  }

  #escape(): PatternNode {
    const character = this.#characters[this.#at++];
    if (character === undefined) throw this.#fault("ends with \\");
    if (CLASS_ESCAPE.test(character)) {
      return { kind: "one", accepts: new RegExp(`^\\${character}$`, "su") };
    }
    if (character in CONTROL_ESCAPE) return this.#literal(CONTROL_ESCAPE[character]!);
    if (/[0-9A-Za-z]/.test(character)) throw this.#fault(`has \\${character}; not supported`);
    return this.#literal(character);
  }

  #literal(character: string): PatternNode {
    const source = SYNTAX.has(character) ? `\\${character}` : character;
    return { kind: "one", accepts: new RegExp(`^${source}$`, this.#flags) };
  }

  #repeated(part: PatternNode): PatternNode {
    const bounds = this.#bounds();
    if (bounds === null) return part;
    // Lazy or greedy: whether the whole text matches is the same.
    this.#takes("?");
    if (this.#at < this.#characters.length && "*+?{".includes(this.#next())) {
      throw this.#fault(`has ${this.#next()} after another repetition`);
    }
    return { kind: "repeat", part, ...bounds };
  }

  #bounds(): { min: number; max: number } | null {
    if (this.#takes("*")) return { min: 0, max: Infinity };
    if (this.#takes("+")) return { min: 1, max: Infinity };
    if (this.#takes("?")) return { min: 0, max: 1 };
    if (!this.#takes("{")) return null;
    const end = this.#characters.indexOf("}", this.#at);
    const text = end < 0 ? "" : this.#characters.slice(this.#at, end).join("");
    const match = /^(\d{1,4})(,(\d{0,4}))?$/.exec(text);
    if (match === null) throw this.#fault("has { without numbers; write \\{ for the character");
    this.#at = end + 1;
    const min = Number(match[1]);
    const max = match[2] === undefined ? min : match[3] === "" ? Infinity : Number(match[3]);
    if (min > MAX_REPEAT || (max !== Infinity && max > MAX_REPEAT)) {
      throw this.#fault(`repeats more than ${MAX_REPEAT} times`);
    }
    if (max < min) throw this.#fault(`has {${text}}, which ends below its beginning`);
    return { min, max };
  }

  #next(): string {
    return this.#characters[this.#at]!;
  }

  #takes(character: string): boolean {
    const isNext = this.#characters[this.#at] === character;
    if (isNext) this.#at++;
    return isNext;
  }

  #fault(what: string): PatternError {
    return new PatternError(`Is no pattern: it ${what} (at character ${this.#at})`);
  }
}
