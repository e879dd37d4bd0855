import assert from "node:assert/strict";
import { type NormalPattern, NormalPatterns } from "./normal_patterns.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NIGHT = Date.UTC(2026, 9, 5, 23, 40);

const IMPORT: NormalPattern = {
  id: "import",
  direction: "high",
  from: NIGHT,
  to: NIGHT + HOUR_MS,
  size: 10,
  since: NIGHT + 3 * HOUR_MS,
};

function marked(pattern: Partial<NormalPattern> = {}): NormalPatterns {
  const patterns = new NormalPatterns();
  patterns.mark({ ...IMPORT, ...pattern });
  return patterns;
}

Deno.test("NormalPatterns.recognise() knows the same at the same time of another day, over midnight too", () => {
  for (const days of [1, 2, 7, 31]) {
    const begin = NIGHT + days * DAY_MS;
    for (const t of [begin - HOUR_MS / 2, begin, begin + HOUR_MS, begin + 1.4 * HOUR_MS]) {
      assert.equal(marked().recognise(12, t), true, `${days} days, ${t - begin}`);
    }
  }
});

Deno.test("NormalPatterns.recognise() does not know another hour, direction or size, nor the past", () => {
  const next = NIGHT + DAY_MS;
  const others: [size: number, t: number][] = [
    [10, next + 2 * HOUR_MS],
    [10, next - HOUR_MS],
    [-10, next],
    [13, next],
    [10, NIGHT + HOUR_MS],
  ];
  for (const [size, t] of others) assert.equal(marked().recognise(size, t), false);
  assert.equal(marked({ direction: "low" }).recognise(-10, next), true);
});

Deno.test("NormalPatterns.recognise() forgets what did not come back for 35 days, and only that", () => {
  assert.equal(marked().recognise(10, NIGHT + 37 * DAY_MS), false);
  const patterns = marked();
  for (const days of [20, 40, 60]) {
    assert.equal(patterns.recognise(10, NIGHT + days * DAY_MS), true);
  }
});

Deno.test("NormalPatterns.mark() replaces its own, and remembers a bounded number", () => {
  const patterns = marked();
  patterns.mark({ ...IMPORT, size: 20 });
  assert.equal(patterns.save().length, 1);
  assert.equal(patterns.recognise(24, NIGHT + DAY_MS), true);
  for (let n = 0; n < 100; n++) patterns.mark({ ...IMPORT, id: `n${n}`, since: NIGHT + n });
  assert.equal(patterns.save().length, 32);
});

Deno.test("NormalPatterns.unmark() takes back what was said; a saved state says the same", () => {
  const patterns = NormalPatterns.restore(JSON.parse(JSON.stringify(marked().save())));
  assert.equal(patterns.recognise(10, NIGHT + DAY_MS), true);
  patterns.unmark("import");
  assert.equal(patterns.recognise(10, NIGHT + DAY_MS), false);
});
