import { z } from "zod";
import { PatternError } from "./pattern_parser.ts";
import { SafePattern } from "./safe_pattern.ts";

/** Equal, not equal, matches the pattern, does not match it: Alertmanager's own signs. */
export const MATCHER_OPERATORS = ["=", "!=", "=~", "!~"] as const;

/** Name of a label, as routes and silences may use it. */
export const labelName = z.string().regex(
  /^[A-Za-z_][A-Za-z0-9_.:-]{0,99}$/,
  "Must begin with a letter and have only letters, digits and _ . : -",
);

export const matcherSchema = z.strictObject({
  label: labelName,
  op: z.enum(MATCHER_OPERATORS),
  value: z.string().max(200),
}).superRefine(({ op, value }, context) => {
  if (op === "=" || op === "!=") return;
  try {
    patternOf(value);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    // What looks at the matchers as a whole must not meet a pattern that cannot be.
    const { message } = error;
    context.addIssue({ code: "custom", path: ["value"], message, continue: false });
  }
});

export const matchersSchema = z.array(matcherSchema).max(20);

/** One condition on a label; a label that an alert does not have counts as `""`. */
export type Matcher = z.infer<typeof matcherSchema>;

export type Labels = Readonly<Record<string, string>>;

/** Patterns that were compiled; the same few are asked for each alert. */
const compiled = new Map<string, SafePattern>();
const MAX_COMPILED = 500;

function patternOf(text: string): SafePattern {
  let pattern = compiled.get(text);
  if (pattern === undefined) {
    if (compiled.size >= MAX_COMPILED) compiled.clear();
    pattern = new SafePattern(text);
    compiled.set(text, pattern);
  }
  return pattern;
}

/** Steps that the patterns of these conditions take for each character of a label, at most. */
export function patternSteps(matchers: readonly Matcher[]): number {
  return matchers.reduce(
    (total, { op, value }) => total + (op === "=~" || op === "!~" ? patternOf(value).size : 0),
    0,
  );
}

function matchesOne({ label, op, value }: Matcher, labels: Labels): boolean {
  const actual = Object.hasOwn(labels, label) ? labels[label]! : "";
  if (op === "=") return actual === value;
  if (op === "!=") return actual !== value;
  return patternOf(value).matches(actual) === (op === "=~");
}

/** Whether all conditions hold. */
export function matchesAll(matchers: readonly Matcher[], labels: Labels): boolean {
  return matchers.every((matcher) => matchesOne(matcher, labels));
}
