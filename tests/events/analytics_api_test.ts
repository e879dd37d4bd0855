import assert from "node:assert/strict";
import type { BreakdownItem, Series, Summary } from "@/lib/store/events.ts";
import { EventsRig } from "./rig.ts";

const EVENTS = [
  { type: "purchase", userId: "ana", value: 100.1, region: "sul", product: "A", minute: 1 },
  { type: "purchase", userId: "bia", value: 50.2, region: "sul", product: "B", minute: 61 },
  { type: "purchase", userId: "ana", value: 25.3, region: "norte", product: "A", minute: 62 },
  { type: "refund", userId: "bia", value: 10, region: "sul", product: "B", minute: 63 },
  { type: "error", userId: "caio", value: null, region: "norte", minute: 130 },
  { type: "login", userId: "caio", value: null, minute: 131 },
].map(({ region, product, minute, ...event }, i) => ({
  ...event,
  id: `e${i}`,
  timestamp: new Date(Date.UTC(2026, 9, 1, 0, minute)).toISOString(),
  metadata: {
    ...(region === undefined ? {} : { region }),
    ...(product === undefined ? {} : { product }),
  },
}));
const RANGE = "from=2026-10-01T00:00:00Z&to=2026-10-01T04:00:00Z";

async function rigWithEvents(): Promise<EventsRig> {
  const rig = await EventsRig.open();
  const response = await rig.post("/webhook/event", EVENTS);
  assert.equal(response.status, 202, await response.text());
  return rig;
}

Deno.test("GET /api/v1/analytics/summary answers all numbers of the period", async () => {
  await using rig = await rigWithEvents();
  assert.deepEqual(await rig.getJson(`/api/v1/analytics/summary?${RANGE}`), {
    from: "2026-10-01T00:00:00.000Z",
    to: "2026-10-01T04:00:00.000Z",
    events: 6,
    revenue: 165.6,
    orders: 3,
    averageTicket: 175.6 / 3,
    errors: 1,
    activeUsers: 3,
    byType: [
      { type: "purchase", count: 3, value: 175.6 },
      { type: "error", count: 1, value: 0 },
      { type: "login", count: 1, value: 0 },
      { type: "refund", count: 1, value: 10 },
    ],
    topUsers: [
      { userId: "ana", count: 2, value: 125.4 },
      { userId: "bia", count: 2, value: 60.2 },
      { userId: "caio", count: 2, value: 0 },
    ],
    topProducts: [
      { product: "A", count: 2, value: 125.4 },
      { product: "B", count: 1, value: 50.2 },
    ],
    errorsByRegion: [{ region: "norte", count: 1 }],
  });
});

Deno.test("GET /api/v1/analytics/summary covers the last 24 hours and filters", async () => {
  await using rig = await rigWithEvents();
  const before: Summary = await rig.getJson("/api/v1/analytics/summary");
  assert.equal(before.events, 0);
  assert.equal(Date.parse(before.to) - Date.parse(before.from), 86_400_000);
  // Acknowledged means counted: the very next question must have it.
  for (let i = 1; i <= 20; i++) {
    await rig.post("/webhook/event", { userId: "u", type: "purchase", value: 0.1 });
    const { events, revenue } = await rig.getJson<Summary>("/api/v1/analytics/summary");
    assert.deepEqual([events, revenue], [i, Math.round(i) / 10]);
  }
  const sul: Summary = await rig.getJson(`/api/v1/analytics/summary?${RANGE}&region=sul`);
  assert.deepEqual([sul.events, sul.revenue], [3, 140.3]);
});

Deno.test("GET /api/v1/analytics/timeseries fills every bucket of the period", async () => {
  await using rig = await rigWithEvents();
  const path = `/api/v1/analytics/timeseries?${RANGE}&bucket=hour&type=purchase`;
  const values = async (query: string) => {
    const { series } = await rig.getJson<{ series: Series[] }>(`${path}&${query}`);
    return series.map(({ key, points }) => [key, points.map(({ value }) => value)]);
  };
  assert.deepEqual(await values("metric=count"), [["all", [1, 2, 0, 0]]]);
  assert.deepEqual(await values("metric=sum"), [["all", [100.1, 75.5, 0, 0]]]);
  assert.deepEqual(await values("metric=max"), [["all", [100.1, 50.2, null, null]]]);
  assert.deepEqual(
    new Map(await values("groupBy=region") as [string, number[]][]),
    new Map([["sul", [1, 1, 0, 0]], ["norte", [0, 1, 0, 0]]]),
  );
  const { series } = await rig.getJson<{ series: Series[] }>(`${path}&tz=Asia/Kolkata`);
  assert.equal(series[0]?.points[0]?.t, "2026-09-30T23:30:00.000Z");
});

Deno.test("GET /api/v1/analytics/breakdown answers parts of the whole", async () => {
  await using rig = await rigWithEvents();
  const path = `/api/v1/analytics/breakdown?${RANGE}`;
  const { items } = await rig.getJson<{ items: BreakdownItem[] }>(`${path}&dimension=type&limit=1`);
  assert.deepEqual(items, [{ key: "purchase", value: 3, share: 0.5 }]);
  const products = await rig.getJson<{ items: BreakdownItem[] }>(
    `${path}&dimension=product&metric=sum&type=purchase`,
  );
  assert.deepEqual(products.items.map(({ key, value }) => [key, value]), [["A", 125.4], [
    "B",
    50.2,
  ]]);
});

Deno.test("analytics calls answer 422 to queries that are wrong", async () => {
  await using rig = await rigWithEvents();
  for (
    const query of [
      "summary?colour=red",
      "summary?type[$ne]=x",
      "summary?from=2026-11-02&to=2026-11-01",
      "timeseries?metric=median",
      "timeseries?tz=Mars/Olympus",
      "timeseries?bucket=minute&from=2020-01-01&to=2026-01-01",
      "breakdown",
      "breakdown?dimension=value",
      "breakdown?dimension=type&metric=p50",
      "breakdown?dimension=__proto__",
    ]
  ) {
    const response = await rig.request(`/api/v1/analytics/${query}`);
    assert.equal(response.status, 422, `${query}: ${await response.text()}`);
    assert.equal(response.headers.get("content-type"), "application/problem+json");
  }
  assert.deepEqual(rig.failures, []);
});
