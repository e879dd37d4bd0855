import assert from "node:assert/strict";
import { AnomalyService } from "../anomalies/anomaly_service.ts";
import type { Event } from "../events/event.ts";
import { openSqliteStore } from "../store/sqlite/sqlite_store.ts";
import type { Store } from "../store/store.ts";
import { seededRandom } from "../sample/random.ts";
import { ExpenseFeedback } from "./expense_feedback.ts";
import { RecordScoring } from "./record_scoring.ts";

const BEGIN = Date.UTC(2026, 0, 5, 12);

function record(n: number, value: number, type = "expense"): Event {
  const timestamp = new Date(BEGIN + n * 3_600_000 * 5).toISOString();
  const metadata = { category: "Travel", merchant: "Cab" };
  const common = { userId: "ana", source: "test", timestamp, receivedAt: timestamp };
  return { id: `${type}-${n}`, type, value, metadata, ...common };
}

function history(count: number): Event[] {
  const random = seededRandom(3);
  return Array.from({ length: count }, (_, n) => record(n, 30 + Math.round(random.normal() * 4)));
}

async function withStore(work: (store: Store) => Promise<void>): Promise<void> {
  const store = await openSqliteStore({ path: ":memory:" });
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

async function judgeAll(scoring: RecordScoring): Promise<void> {
  while (await scoring.tick()) { /* the next batch */ }
}

async function anomalies(store: Store): Promise<unknown[]> {
  const events = await store.events.since(0, 10_000);
  return events.map(({ metadata }) => metadata.anomaly ?? null);
}

function scoringOf(store: Store, now = () => BEGIN): RecordScoring {
  return new RecordScoring({ store, onScored: () => {}, now });
}

interface Verdict {
  score: number;
  flagged: boolean;
  reasons: { text: string; share: number }[];
}

Deno.test("RecordScoring.tick() gives each expense its score, and the odd one reasons that sum to 100", async () => {
  await withStore(async (store) => {
    await store.events.append([...history(600), record(600, 2_400)]);
    await judgeAll(scoringOf(store));
    const found = await anomalies(store) as Verdict[];
    assert.ok(found.every((verdict) => verdict !== null));
    const odd = found.at(-1)!;
    assert.equal(odd.flagged, true);
    assert.equal(odd.reasons.reduce((sum, { share }) => sum + share, 0), 100);
    assert.match(odd.reasons[0]?.text ?? "", /times/);
    assert.ok(found.slice(100, -1).every(({ score }) => score < odd.score));
    assert.deepEqual(await store.events.rollupDifferences(), []);
  });
});

Deno.test("RecordScoring.tick() marks a purchase only when it is flagged", async () => {
  await withStore(async (store) => {
    const purchases = history(600).map((event, n) => record(n, event.value ?? 0, "purchase"));
    await store.events.append([...purchases, record(600, 2_400, "purchase")]);
    await judgeAll(scoringOf(store));
    const found = await anomalies(store) as (Verdict | null)[];
    assert.equal(found.at(-1)?.flagged, true);
    assert.ok(found.every((verdict) => verdict === null || verdict.flagged));
    assert.ok(found.filter((verdict) => verdict !== null).length < 20);
  });
});

Deno.test("RecordScoring begins again after a crash and after a stop with the same scores", async () => {
  const events = [...history(900), record(900, 900)];
  let expected: unknown[] = [];
  await withStore(async (store) => {
    await store.events.append(events);
    await judgeAll(scoringOf(store));
    expected = await anomalies(store);
  });
  await withStore(async (store) => {
    await store.events.append(events.slice(0, 300));
    const first = scoringOf(store);
    await judgeAll(first);
    await first.release();
    await store.events.append(events.slice(300, 700));
    await judgeAll(scoringOf(store));
    await store.events.append(events.slice(700));
    await judgeAll(scoringOf(store));
    assert.deepEqual(await anomalies(store), expected);
  });
});

Deno.test("RecordScoring.tick() replaces a score that a sender made up", async () => {
  await withStore(async (store) => {
    const made = { score: 0, flagged: false, reasons: [], trusted: true };
    const event = record(0, 30);
    await store.events.append([{ ...event, metadata: { ...event.metadata, anomaly: made } }]);
    await judgeAll(scoringOf(store));
    assert.equal("trusted" in ((await anomalies(store))[0] as object), false);
  });
});

Deno.test("RecordScoring.tick() hears feedback once, also over a restart, and later scores are lower", async () => {
  const scoreAfter = async (verdict: "normal" | null): Promise<number> => {
    let score = NaN;
    await withStore(async (store) => {
      await store.events.append([...history(200), record(200, 400)]);
      await judgeAll(scoringOf(store));
      const feedback = new ExpenseFeedback(store);
      if (verdict !== null) await feedback.give("expense-200", verdict, "bia");
      await judgeAll(scoringOf(store));
      assert.deepEqual(await feedback.waiting(), []);
      await store.events.append([record(240, 380)]);
      await judgeAll(scoringOf(store));
      score = (await anomalies(store) as Verdict[]).at(-1)!.score;
    });
    return score;
  };
  assert.ok(await scoreAfter("normal") < await scoreAfter(null));
});

Deno.test("RecordScoring.tick() keeps what it flags as an anomaly, once, also when judged again", async () => {
  await withStore(async (store) => {
    const service = new AnomalyService({ store, onChanged: () => {} });
    await store.events.append([...history(600), record(600, 2_400)]);
    const scoring = () =>
      new RecordScoring({
        store,
        onScored: () => {},
        onFlagged: (anomaly) => service.record(anomaly),
        now: () => BEGIN,
      });
    // The second begins from nothing, as after a crash before the first state was saved.
    for (let run = 0; run < 2; run++) await judgeAll(scoring());
    const { items } = await service.list({ kind: "record", limit: 500 });
    const odd = items.filter(({ eventId }) => eventId === "expense-600");
    assert.equal(odd.length, 1);
    assert.deepEqual([odd[0]?.observed, odd[0]?.direction, odd[0]?.userId], [2_400, "high", "ana"]);
    assert.ok((odd[0]?.times ?? 0) > 50);
  });
});
