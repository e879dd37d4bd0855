import assert from "node:assert/strict";
import type { ExpenseMetrics } from "@/lib/expenses/expense_metrics.ts";
import type { ExpenseRow } from "@/lib/expenses/expense_row.ts";
import { EventsRig } from "../events/rig.ts";

const BEGIN = Date.UTC(2026, 2, 1, 12);
const DAY = 86_400_000;

/** Four expenses on four days, the last one flagged, and a purchase beside them. */
async function openRig(): Promise<EventsRig> {
  const rig = await EventsRig.open();
  const rows = [
    ["ana", "Food", 10, 0.05],
    ["ana", "Travel", 30, 0.15],
    ["rui", "Food", 20, null],
    ["ana", "Travel", 900, 0.97],
  ] as const;
  const events = rows.map(([userId, category, value, score], n) => ({
    id: `e${n}`,
    type: "expense",
    userId,
    value,
    currency: "BRL",
    timestamp: new Date(BEGIN + n * DAY).toISOString(),
    receivedAt: new Date(BEGIN + n * DAY).toISOString(),
    source: "test",
    metadata: {
      category,
      merchant: "Cab",
      ...(score !== null && {
        anomaly: { score, flagged: score > 0.9, reasons: [{ text: "odd", share: 100 }] },
      }),
    },
  }));
  await rig.store.events.append([...events, { ...events[0]!, id: "p", type: "purchase" }]);
  return rig;
}

const PERIOD = `from=${new Date(BEGIN - DAY).toISOString()}&to=${
  new Date(BEGIN + 5 * DAY).toISOString()
}`;

Deno.test("GET /api/v1/expenses lists with scores and reasons, by filters and pages", async () => {
  await using rig = await openRig();
  const ids = async (query: string) => {
    const { items } = await rig.getJson<{ items: ExpenseRow[] }>(`/api/v1/expenses?${query}`);
    return items.map(({ id }) => id);
  };
  assert.deepEqual(await ids(""), ["e3", "e2", "e1", "e0"]);
  assert.deepEqual(await ids("userId=rui"), ["e2"]);
  assert.deepEqual(await ids("category=Travel&userId=ana"), ["e3", "e1"]);
  assert.deepEqual(await ids("flagged=true"), ["e3"]);
  assert.deepEqual(await ids("flagged=false&minAmount=15"), ["e2", "e1"]);
  assert.deepEqual(await ids(`to=${new Date(BEGIN + DAY).toISOString()}`), ["e0"]);
  const first = await rig.getJson<{ items: ExpenseRow[]; next: string }>(
    "/api/v1/expenses?limit=1",
  );
  assert.deepEqual(await ids(`limit=1&cursor=${first.next}`), ["e2"]);
  assert.deepEqual(first.items[0], {
    id: "e3",
    timestamp: new Date(BEGIN + 3 * DAY).toISOString(),
    userId: "ana",
    amount: 900,
    currency: "BRL",
    category: "Travel",
    merchant: "Cab",
    note: null,
    anomaly: { score: 0.97, flagged: true, reasons: [{ text: "odd", share: 100 }] },
    feedback: null,
  });
  for (const query of ["flagged=maybe", "user=ana", "minAmount=5&maxAmount=1", "cursor=x"]) {
    assert.equal((await rig.request(`/api/v1/expenses?${query}`)).status, 422, query);
  }
});

Deno.test("GET /api/v1/expenses/metrics adds up a period", async () => {
  await using rig = await openRig();
  const read = (query: string) =>
    rig.getJson<ExpenseMetrics>(`/api/v1/expenses/metrics?${PERIOD}&${query}`);
  const all = await read("");
  assert.deepEqual([all.count, all.total, all.average, all.flagged, all.scored], [
    4,
    960,
    240,
    1,
    3,
  ]);
  assert.deepEqual(all.byCategory.map(({ key, value }) => [key, value]), [
    ["Travel", 930],
    ["Food", 30],
  ]);
  assert.equal(all.bucket, "day");
  assert.deepEqual(all.overTime.map(({ value }) => value), [0, 10, 30, 20, 900, 0, 0]);
  assert.deepEqual(all.scores.map(({ count }) => count), [1, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
  const ana = await read("userId=ana&category=Travel&tz=America/Sao_Paulo");
  assert.deepEqual([ana.count, ana.total, ana.flagged], [2, 930, 1]);
  assert.equal((await rig.getJson<ExpenseMetrics>("/api/v1/expenses/metrics")).count, 0);
});

Deno.test("POST /api/v1/expenses adds one once, and says what is wrong in its own words", async () => {
  await using rig = await openRig();
  const good = { id: "new", userId: "ana", amount: 12.5, category: "Food", note: "lunch" };
  for (let times = 0; times < 2; times++) {
    const answer = await rig.post("/api/v1/expenses", good);
    assert.equal(answer.status, 201);
    assert.equal(answer.headers.get("location"), "/api/v1/events/new");
    const row: ExpenseRow = await answer.json();
    assert.deepEqual([row.amount, row.currency, row.note, row.anomaly], [
      12.5,
      "BRL",
      "lunch",
      null,
    ]);
  }
  assert.equal(await rig.stored(), 6);
  const cases: [object, string][] = [
    [{ ...good, amount: 0 }, "amount"],
    [{ ...good, amount: 1e15 }, "amount"],
    [{ ...good, amount: "12,5" }, "amount"],
    [{ ...good, category: " " }, "category"],
    [{ ...good, note: "a\0b" }, "note"],
    [{ ...good, timestamp: "2099-01-01T00:00:00Z" }, "timestamp"],
    [{ ...good, type: "purchase" }, "type"],
  ];
  for (const [body, path] of cases) {
    const answer = await rig.post("/api/v1/expenses", body);
    assert.equal(answer.status, 422, path);
    assert.deepEqual((await answer.json()).errors.map((error: { path: string }) => error.path), [
      path,
    ]);
  }
});
