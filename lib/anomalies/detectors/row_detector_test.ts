import assert from "node:assert/strict";
import { SeededRandom } from "./random.ts";
import { RowDetector } from "./row_detector.ts";
import { ScoreRank } from "./score_rank.ts";

/** Rows of two clusters; every hundredth lies between them. */
function rows(seed: number, length: number, width: number): Float64Array[] {
  const random = new SeededRandom(seed);
  return Array.from({ length }, (_, index) => {
    const centre = index % 100 === 99 ? 0 : random.next() < 0.5 ? -4 : 4;
    return Float64Array.from({ length: width }, () => centre + 2 * (random.next() - 0.5));
  });
}

function run(detector: RowDetector, values: readonly Float64Array[]): number[] {
  return values.map((row) => {
    const score = detector.score(row);
    detector.learn(row);
    return score;
  });
}

Deno.test("RowDetector.score() ranks rows between the clusters above those in them", () => {
  const scores = run(new RowDetector(4), rows(1, 3000, 4));
  const odd = scores.filter((_, index) => index > 500 && index % 100 === 99);
  const usual = scores.filter((_, index) => index > 500 && index % 100 !== 99);
  const average = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  assert.ok(average(odd) > 2 * average(usual), `${average(odd)} to ${average(usual)}`);
});

Deno.test("RowDetector.score() is 0 to 12, also of the first rows and of columns without change", () => {
  const detector = new RowDetector(3);
  for (let index = 0; index < 100; index++) {
    const row = Float64Array.of(7, index, index === 90 ? 1e300 : 0);
    const score = detector.score(row);
    assert.ok(score >= 0 && score <= 12, `${score}`);
    detector.learn(row);
  }
});

Deno.test("RowDetector.restore() goes on as if it had never stopped", () => {
  const values = rows(2, 2500, 3);
  const whole = run(new RowDetector(3, { seed: 9 }), values);
  for (const cut of [0, 2, 7, 8, 300, 2100]) {
    const first = new RowDetector(3, { seed: 9 });
    const before = run(first, values.slice(0, cut));
    const restored = RowDetector.restore(JSON.parse(JSON.stringify(first.save())));
    assert.deepEqual([...before, ...run(restored, values.slice(cut))], whole, `cut at ${cut}`);
  }
});

Deno.test("RowDetector.explain() names the feature that is off", () => {
  const detector = new RowDetector(4);
  const random = new SeededRandom(3);
  const usual = () => Float64Array.from({ length: 4 }, () => random.next());
  run(detector, Array.from({ length: 1000 }, usual));
  const row = usual();
  row[2] = 50;
  const drops = detector.explain(row);
  assert.equal(drops.indexOf(Math.max(...drops)), 2);
});

Deno.test("RowDetector needs a number in a row", () => {
  assert.throws(() => new RowDetector(0), /at least one number/);
});

Deno.test("ScoreRank.surprise() agrees with counting the last 1,024 scores", () => {
  const random = new SeededRandom(4);
  const rank = new ScoreRank();
  const all: number[] = [];
  for (let index = 0; index < 3000; index++) {
    const score = random.below(50);
    if (index % 37 === 0 && index > 0) {
      const last = all.slice(-1024);
      const below = last.filter((other) => other < score).length;
      const equal = last.filter((other) => other === score).length;
      const expected = Math.max(
        0,
        -Math.log(1 - (below + equal / 2 + 1) / (last.length + 2) + 0.002),
      );
      assert.ok(Math.abs(rank.surprise(score) - expected) < 1e-12);
    }
    rank.add(score);
    all.push(score);
  }
  assert.deepEqual(rank.save(), all.slice(-1024));
});
