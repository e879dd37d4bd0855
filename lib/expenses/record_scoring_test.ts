import assert from "node:assert/strict";
import { AnomalyService } from "../anomalies/anomaly_service.ts";
import type { Event } from "../events/event.ts";
import type { EventStore } from "../store/events.ts";
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

/** The same store, with something done before a method of its events. */
function watched(
  store: Store,
  before: Partial<Record<"since" | "annotate", () => void>>,
): Store {
  const events = new Proxy(store.events, {
    get(target, name: keyof EventStore) {
      const method = target[name] as (...parameters: unknown[]) => unknown;
      return (...parameters: unknown[]) => {
        before[name as "since" | "annotate"]?.();
        return method.apply(target, parameters);
      };
    },
  });
  return new Proxy(store, {
    get(target, name) {
      if (name === "events") return events;
      const value = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

Deno.test("RecordScoring.tick() judges what it heard of without reading it, and what it missed in order", async () => {
  const commits = Array.from(
    { length: 20 },
    (_, n) => history(160).slice(n * 8, n * 8 + 8),
  );
  let expected: unknown[] = [];
  await withStore(async (store) => {
    await store.events.append(commits.flat());
    await judgeAll(scoringOf(store));
    expected = await anomalies(store);
  });
  for (const misses of [false, true]) {
    await withStore(async (store) => {
      let reads = 0;
      const scoring = scoringOf(watched(store, { since: () => reads++ }));
      for (const [n, commit] of commits.entries()) {
        const { inserted } = await store.events.append(commit);
        // Every fourth commit is never told of, every fifth is told of twice.
        if (!misses || n % 4 !== 0) scoring.hear(inserted);
        if (misses && n % 5 === 0) scoring.hear(inserted);
        if (n % 3 === 0) await scoring.tick();
      }
      if (!misses) {
        await scoring.tick();
        assert.equal(reads, 0);
      }
      await judgeAll(scoring);
      assert.deepEqual(await anomalies(store), expected);
      assert.ok(expected.every((verdict) => verdict !== null));
    });
  }
});

Deno.test("RecordScoring.tick() gives the same scores after its notes could not be stored", async () => {
  const events = history(300);
  let expected: unknown[] = [];
  await withStore(async (store) => {
    await store.events.append(events);
    await judgeAll(scoringOf(store));
    expected = await anomalies(store);
  });
  await withStore(async (store) => {
    let calls = 0;
    const scoring = scoringOf(watched(store, {
      annotate: () => {
        if (++calls % 2 === 1) throw new Error("the disk is full");
      },
    }));
    for (let from = 0; from < events.length; from += 50) {
      scoring.hear((await store.events.append(events.slice(from, from + 50))).inserted);
      await scoring.tick().catch(() => {});
    }
    await scoring.tick().catch(() => {});
    assert.equal(calls, 6);
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
