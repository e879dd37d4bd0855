import assert from "node:assert/strict";
import { PatternError } from "./pattern_parser.ts";
import { SafePattern } from "./safe_pattern.ts";

Deno.test("SafePattern matches the whole text as RegExp does", () => {
  const patterns = [
    "a",
    "a|b",
    "ab*c",
    "(?:ab)+",
    "(ab|cd)*e?",
    "[a-c]{2,3}",
    "[^x]+",
    ".*error.*",
    "a{3}",
    "a{2,}",
    "\\d+-\\w*",
    "()",
    "",
    "a||b",
    "north|south",
    "pag\\.amento",
    "^abc$",
    "(a|ab)(c|bcd)",
    "é.",
    "[\\]a]+",
    "\\{x\\}",
    "a+?b",
    "((a?)*)*b",
  ]; // deno-fmt-ignore-line
  const texts = [
    "", "a", "b", "ab", "abc", "abbc", "abab", "abcd", "cdabe", "aaa", "aa", "aaaa", "x", "an error!",
    "12-ab", "12-", "north", "south", "pag.amento", "pagxamento", "é🙂", "]a", "{x}", "aab", "acb",
  ]; // deno-fmt-ignore-line
  for (const pattern of patterns) {
    const expected = new RegExp(`^(?:${pattern})$`, "su");
    const safe = new SafePattern(pattern);
    for (const text of texts) {
      assert.equal(safe.matches(text), expected.test(text), `/${pattern}/ on "${text}"`);
    }
  }
  assert.ok(new SafePattern("(?i)North|east").matches("NORTH"));
});

Deno.test("SafePattern answers at once for patterns that make others explode", () => {
  const text = `${"a".repeat(1_000)}!`;
  const began = performance.now();
  for (
    const pattern of ["(a+)+", "(a|a)*b", "(a|aa)+b", "(.*)*x", ".*.*.*.*.*.*x", "(a{0,9}){9}"]
  ) {
    assert.equal(new SafePattern(pattern).matches(text), false, pattern);
  }
  assert.ok(performance.now() - began < 2_000);
});

Deno.test("SafePattern refuses what it cannot match safely, and says why", () => {
  const refused = [
    "(a",
    "a)",
    "[a",
    "*a",
    "a**",
    "a{5,2}",
    "a{1,101}",
    "(a{100}){100}",
    "(a)\\1",
    "(?=a)",
    "(?<!a)b",
    "(?<n>a)",
    "a\\",
    "\\p{L}",
    "\\bword\\b",
    "[z-a]",
    "a^b",
    "a$b",
    "x{",
    "a".repeat(201),
    "(".repeat(30) + ")".repeat(30),
  ]; // deno-fmt-ignore-line
  for (const pattern of refused) {
    assert.throws(() => new SafePattern(pattern), PatternError, pattern);
  }
});
