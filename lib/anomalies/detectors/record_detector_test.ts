import assert from "node:assert/strict";
import { SeededRandom } from "./random.ts";
import { describeRecord } from "../reasons/record_reasons.ts";
import type { RecordInput, RecordVerdict } from "./record.ts";
import { shareOut } from "./record.ts";
import { RecordDetector } from "./record_detector.ts";

const DAY_MS = 86_400_000;
const FIRST_AT = Date.UTC(2026, 0, 5, 10);

function expense(change: Partial<RecordInput> = {}): RecordInput {
  return {
    id: "1",
    userId: "Ana",
    category: "Travel",
    merchant: "Rail",
    amount: 31,
    t: FIRST_AT,
    ...change,
  };
}

/** A detector that knows Ana's way: Travel about 31, Food about 12, twice a day. */
function acquainted(days = 100, options = {}): RecordDetector {
  const detector = new RecordDetector(options);
  const random = new SeededRandom(1);
  for (let day = 0; day < days; day++) {
    for (const hours of [0, 3]) {
      const isFood = hours === 3;
      const amount = Math.round((isFood ? 12 : 31) * Math.exp(0.3 * (random.next() - 0.5)) * 100) /
        100;
      detector.learn(expense({
        category: isFood ? "Food" : "Travel",
        merchant: isFood ? "Canteen" : "Rail",
        amount,
        t: FIRST_AT + day * DAY_MS + hours * 3_600_000,
      }));
    }
  }
  return detector;
}

const kinds = (verdict: RecordVerdict) => verdict.addends.map(({ kind }) => kind);
const now = FIRST_AT + 100 * DAY_MS;

Deno.test("RecordDetector.score() flags an amount unlike the user's and says why in numbers", () => {
  const record = expense({ amount: 130, t: now });
  const verdict = acquainted().score(record);
  assert.equal(verdict.flagged, true);
  assert.equal(verdict.addends[0]?.kind, "amount");
  const [reason] = describeRecord(verdict, record);
  assert.match(
    reason?.text ?? "",
    /^4\.[0-9] times Ana's usual 3[01](\.\d)? in Travel; highest of 101$/,
  );
});

Deno.test("RecordDetector.score() finds nothing in a usual record and says so", () => {
  const record = expense({ amount: 31.5, t: now });
  const verdict = acquainted().score(record);
  assert.ok(verdict.total < 0.5 && !verdict.flagged, `${verdict.total}`);
  assert.deepEqual(describeRecord(new RecordDetector().score(record), record), [
    { kind: "nothing", facts: {}, text: "Nothing unusual was found", share: 100 },
  ]);
});

Deno.test("RecordDetector.score() does not know the record it judges", () => {
  const detector = acquainted();
  const record = expense({ amount: 500, t: now });
  const before = detector.score(record);
  assert.deepEqual(detector.score(record), before);
  detector.learn(record);
  const after = detector.score(expense({ amount: 500, t: now + 2 * DAY_MS }));
  assert.ok(after.total < before.total);
});

Deno.test("RecordDetector.score() flags a probable duplicate, but not the daily ticket", () => {
  const detector = acquainted();
  const taxi = expense({ merchant: "Taxi", amount: 30.25, t: now });
  detector.learn(taxi);
  const again = detector.score({ ...taxi, id: "2", t: now + 600_000 });
  assert.equal(again.flagged, true);
  assert.equal(again.addends[0]?.kind, "duplicate");
  assert.match(
    describeRecord(again, taxi)[0]?.text ?? "",
    /^Probably a duplicate: 30.3 at Taxi was there 10 minutes before$/,
  );
  assert.ok(!kinds(detector.score({ ...taxi, t: now + 2 * DAY_MS })).includes("duplicate"));
  for (let n = 0; n < 60; n++) {
    detector.learn({ ...taxi, merchant: "Bus", amount: 2.5, t: now + n * 8 * 3_600_000 });
  }
  const ticket = detector.score({ ...taxi, merchant: "Bus", amount: 2.5, t: now + 20 * DAY_MS });
  assert.ok(!ticket.addends.some(({ kind, evidence }) => kind === "duplicate" && evidence > 0.5));
});

Deno.test("RecordDetector.score() sees an amount just under an approval limit", () => {
  const detector = acquainted(100, { approvalLimits: [40, 500] });
  assert.ok(kinds(detector.score(expense({ amount: 39, t: now }))).includes("under-limit"));
  assert.ok(!kinds(detector.score(expense({ amount: 37, t: now }))).includes("under-limit"));
  assert.ok(!kinds(detector.score(expense({ amount: 40, t: now }))).includes("under-limit"));
});

Deno.test("RecordDetector.score() sees a new merchant, a strange hour and a burst", () => {
  const detector = acquainted();
  const night = expense({ merchant: "Casino", t: now + 16 * 3_600_000 });
  const seen = kinds(detector.score(night));
  assert.ok(seen.includes("hour") && seen.includes("new-merchant"), `${seen}`);
  assert.ok(!seen.includes("velocity") && !seen.includes("duplicate"), `${seen}`);
  for (let n = 0; n < 12; n++) detector.learn(expense({ amount: 30 + n, t: now + n * 600_000 }));
  assert.ok(
    kinds(detector.score(expense({ amount: 31, t: now + 8_000_000 }))).includes("velocity"),
  );
});

Deno.test("RecordDetector.markNormal() lowers what later is said of the like", () => {
  for (const change of [{ amount: 400 }, { merchant: "Casino" }, { category: "Fun", amount: 90 }]) {
    const detector = acquainted();
    const record = expense({ ...change, t: now });
    const before = detector.score(record).total;
    detector.learn(record);
    const later = { ...record, t: now + 2 * DAY_MS };
    const learned = detector.score(later).total;
    detector.markNormal(record);
    const after = detector.score(later).total;
    assert.ok(after < learned && after < before, `${before} ${learned} ${after}`);
  }
});

Deno.test("RecordDetector keeps types and users apart", () => {
  const detector = acquainted();
  assert.equal(detector.score(expense({ type: "purchase", amount: 900, t: now })).flagged, false);
  const usual = detector.score(expense({ amount: 130, t: now })).addends[0]?.facts.n;
  const stranger = detector.score(expense({ userId: "Rui", amount: 130, t: now })).addends[0];
  assert.deepEqual([usual, stranger?.facts.n], [100, 0]);
});

Deno.test("RecordDetector verdicts have shares that sum to 100 whatever comes", () => {
  const random = new SeededRandom(2);
  const detector = new RecordDetector({ approvalLimits: [100] });
  for (let index = 0; index < 3000; index++) {
    const record: RecordInput = {
      id: String(index),
      userId: `u${random.below(20)}`,
      category: random.next() < 0.1 ? null : `c${random.below(5)}`,
      merchant: random.next() < 0.1 ? null : `m${random.below(50)}`,
      amount: [0, -20, 1e12, 0.01, 99, Math.exp(5 * random.next())][random.below(6)] as number,
      t: FIRST_AT + random.below(1e9) * 1000,
    };
    const verdict = detector.score(record);
    const reasons = describeRecord(verdict, record);
    assert.equal(reasons.reduce((sum, { share }) => sum + share, 0), 100);
    assert.ok(reasons.every(({ text, share }) => share >= 0 && !/NaN|undefined|null/.test(text)));
    assert.ok(Number.isFinite(verdict.total) && verdict.score >= 0 && verdict.score < 1);
    const sizes = verdict.addends.map(({ evidence }) => evidence);
    assert.deepEqual(sizes, sizes.toSorted((a, b) => b - a));
    detector.learn(record);
  }
});

Deno.test("RecordDetector flags about one in two hundred of a steady stream at most", () => {
  const random = new SeededRandom(3);
  const detector = new RecordDetector();
  let flagged = 0;
  for (let index = 0; index < 8000; index++) {
    const record = expense({
      userId: `u${random.below(30)}`,
      merchant: `m${random.below(30)}`,
      amount: Math.exp(4 * (random.next() + random.next() - 1) + 3),
      t: FIRST_AT + index * 600_000,
    });
    if (detector.score(record).flagged && index > 2000) flagged++;
    detector.learn(record);
  }
  assert.ok(flagged <= 60, `${flagged} of 6000`);
});

Deno.test("RecordDetector.restore() goes on as if it had never stopped", () => {
  const random = new SeededRandom(4);
  const records = Array.from({ length: 1500 }, (_, index) =>
    expense({
      id: String(index),
      userId: `u${random.below(10)}`,
      merchant: `m${random.below(40)}`,
      amount: Math.round(Math.exp(3 + random.next())),
      t: FIRST_AT + index * 900_000,
    }));
  const run = (detector: RecordDetector, part: RecordInput[]) =>
    part.map((record) => {
      const verdict = detector.score(record);
      detector.learn(record);
      if (verdict.total > 4) detector.markNormal(record);
      return verdict;
    });
  const whole = run(new RecordDetector({ seed: 5 }), records);
  for (const cut of [0, 1, 10, 777, 1400]) {
    const first = new RecordDetector({ seed: 5 });
    const before = run(first, records.slice(0, cut));
    const saved = first.save();
    const restored = RecordDetector.restore(JSON.parse(JSON.stringify(saved)));
    assert.deepEqual([...before, ...run(restored, records.slice(cut))], whole, `cut at ${cut}`);
    assert.deepEqual(first.save(), saved);
  }
});

Deno.test("shareOut() rounds to whole shares that sum to 100, the heaviest first", () => {
  const random = new SeededRandom(6);
  for (let round = 0; round < 500; round++) {
    const evidence = Array.from({ length: 1 + random.below(9) }, () => ({
      kind: "amount" as const,
      evidence: random.next() < 0.2 ? 0 : Math.exp(20 * random.next() - 10),
      facts: {},
    }));
    const addends = shareOut(evidence);
    if (evidence.every((entry) => entry.evidence === 0)) assert.deepEqual(addends, []);
    else assert.equal(addends.reduce((sum, { share }) => sum + share, 0), 100);
    assert.ok(addends.every(({ share }) => Number.isInteger(share)));
  }
});
