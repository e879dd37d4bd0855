import assert from "node:assert/strict";
import { SeededRandom } from "@/lib/anomalies/detectors/random.ts";
import { scoreTable, type TableKind } from "./score_table.ts";

async function score(kind: TableKind, lines: readonly string[]): Promise<string[]> {
  async function* text() {
    for (const line of lines) yield `${line}\n`;
  }
  return await Array.fromAsync(scoreTable(kind, text()));
}

function series(length: number, value: (index: number) => number): string[] {
  const lines = ["timestamp,value"];
  for (let index = 0; index < length; index++) {
    const time = new Date(Date.UTC(2026, 0, 1) + index * 300_000).toISOString();
    lines.push(`${time.slice(0, 19).replace("T", " ")},${value(index)}`);
  }
  return lines;
}

const scoresOf = (lines: readonly string[]) =>
  lines.slice(1).map((line) => Number(line.split(",").at(-1)));

Deno.test("scoreTable() of counts keeps the columns and finds what stands out after two days", async () => {
  const random = new SeededRandom(1);
  const lines = series(
    1500,
    (index) => index === 1200 || index === 100 ? 90 : 15 + random.below(10),
  );
  const scored = await score("count", lines);
  assert.equal(scored[0], "timestamp,value,anomaly_score");
  assert.ok(scored[1201]?.startsWith(`${lines[1201]},`));
  const loud = scoresOf(scored).flatMap((value, index) => value >= 5 ? [index] : []);
  assert.equal(loud[0], 1200);
});

Deno.test("scoreTable() of counts takes a missing bucket for an empty one", async () => {
  const random = new SeededRandom(2);
  const lines = series(1500, () => 30 + random.below(10));
  const scores = scoresOf(await score("count", lines.toSpliced(1301, 6)));
  assert.ok((scores[1300] ?? 0) > 5, "the outage is seen by the row after it");
});

Deno.test("scoreTable() of a gauge gives 0 to 1", async () => {
  const random = new SeededRandom(3);
  const scored = await score("gauge", series(1500, (index) => index === 1200 ? 9 : random.next()));
  const scores = scoresOf(scored);
  assert.ok(scores.every((value) => value >= 0 && value < 1));
  assert.equal(scores.indexOf(Math.max(...scores)), 1200);
});

Deno.test("scoreTable() of numbers gives one score a row, the odd ones high", async () => {
  const random = new SeededRandom(4);
  const lines = ["a,b,c"];
  for (let index = 0; index < 600; index++) {
    lines.push([1, 2, 3].map(() => random.next() + (index === 555 ? 5 : 0)).join(","));
  }
  const scored = await score("record", lines);
  assert.equal(scored[0], "anomaly_score");
  assert.equal(scored.length, lines.length);
  const scores = scored.slice(1).map(Number);
  assert.equal(scores.indexOf(Math.max(...scores.slice(100))), 555);
});

Deno.test("scoreTable() of records knows users, categories and merchants in any order", async () => {
  const random = new SeededRandom(5);
  const lines = ["timestamp,amount,merchant,category,user"];
  for (let index = 0; index < 400; index++) {
    const amount = index === 350 ? 900 : 20 + random.below(10);
    lines.push(`${1_760_000_000 + index * 7200},${amount},shop,food,ana`);
  }
  const scores = (await score("record", lines)).slice(1).map(Number);
  assert.equal(scores.length, 400);
  assert.equal(scores.indexOf(Math.max(...scores)), 350);
});

Deno.test("scoreTable() of a beginning equals the beginning of the whole", async () => {
  const random = new SeededRandom(6);
  const counts = series(1200, () => random.below(20));
  const people = ["user,category,merchant,amount,timestamp"];
  const numbers = ["x,y"];
  for (let index = 0; index < 700; index++) {
    const t = 1_760_000_000 + index * 1000;
    people.push(`u${random.below(5)},c,m${random.below(9)},${random.below(100)},${t}`);
    numbers.push(`${random.next()},${random.next()}`);
  }
  const tables: [TableKind, string[]][] = [
    ["count", counts],
    ["gauge", counts],
    ["record", people],
    ["record", numbers],
  ];
  for (const [kind, lines] of tables) {
    const whole = await score(kind, lines);
    for (const length of [2, 3, 100, 650]) {
      assert.deepEqual(await score(kind, lines.slice(0, length)), whole.slice(0, length));
    }
  }
});

Deno.test("scoreTable() names the line and what is wrong with it", async () => {
  const refused: [TableKind, string[], RegExp][] = [
    ["gauge", [], /Line 1: the table is empty/],
    ["gauge", ["time,value"], /Line 1: the header must have timestamp,value; timestamp is missing/],
    ["gauge", ["timestamp,value", "1,2", "2,"], /Line 3: value is missing/],
    ["gauge", ["timestamp,value", "1,2,3"], /Line 2: 3 fields where the header has 2/],
    ["gauge", ["timestamp,value", "soon,2"], /Line 2: timestamp "soon" is neither ISO/],
    ["gauge", ["timestamp,value", "1,NaN"], /Line 2: value "NaN" is not a number/],
    ["gauge", ["timestamp,value", "1,1e999"], /Line 2: value "1e999" is not a number/],
    ["count", ["timestamp,value", "1,-2"], /Line 2: value -2 is negative/],
    ["record", ["a,b", "1,x"], /Line 2: b "x" is not a number/],
    ["record", ["user,amount", "ana,1"], /category, merchant, timestamp is missing/],
    ["record", ["user,category,merchant,amount,timestamp", ",a,b,1,1"], /Line 2: user is missing/],
  ];
  for (const [kind, lines, message] of refused) await assert.rejects(score(kind, lines), message);
});
