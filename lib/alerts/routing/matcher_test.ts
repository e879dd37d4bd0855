import assert from "node:assert/strict";
import { fieldErrors } from "../../http/validation.ts";
import { matcherSchema, matchesAll } from "./matcher.ts";
import { formatMatcher, parseMatcher } from "./matcher_text.ts";

const LABELS = { alertname: "Error spike", severity: "critical", region: "north" };

Deno.test("matchesAll() knows the four operators and takes a missing label as empty", () => {
  const cases: [string, boolean][] = [
    ['severity="critical"', true],
    ["severity=warning", false],
    ["severity!=warning", true],
    ['region=~"north|south"', true],
    ["region=~nor", false],
    ["region!~sou.*", true],
    ['host=""', true],
    ["host!=a", true],
    ["host=~.+", false],
    ["constructor=", true],
  ];
  for (const [text, expected] of cases) {
    assert.equal(matchesAll([parseMatcher(text)!], LABELS), expected, text);
  }
  const both = [parseMatcher("severity=critical")!, parseMatcher("region=south")!];
  assert.equal(matchesAll(both, LABELS), false);
  assert.equal(matchesAll([], LABELS), true);
});

Deno.test("formatMatcher() writes what parseMatcher() reads", () => {
  const matcher = { label: "a.b", op: "=~", value: 'x "y" \\d' } as const;
  assert.deepEqual(parseMatcher(formatMatcher(matcher)), matcher);
  assert.equal(parseMatcher("nothing"), null);
  assert.equal(parseMatcher('a="\\x"'), null);
});

Deno.test("matcherSchema names the field of a pattern that cannot be", () => {
  const parsed = matcherSchema.safeParse({ label: "a", op: "=~", value: "(a)\\1" });
  assert.deepEqual(fieldErrors(parsed.error!).map(({ path }) => path), ["value"]);
  assert.ok(matcherSchema.safeParse({ label: "a", op: "=", value: "(a)\\1" }).success);
});
