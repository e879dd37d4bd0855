import assert from "node:assert/strict";
import type { Event } from "@/lib/events/event.ts";
import type { Page } from "@/lib/store/pages.ts";
import { EventsRig } from "./rig.ts";

const DAY = 86_400_000;
const start = Date.now() - DAY;

/** `count` events, one a minute, `e0` the oldest; types and regions alternate. */
function someEvents(count: number) {
  return Array.from({ length: count }, (_, i) => ({
    id: `e${i}`,
    userId: `u${i % 3}`,
    type: i % 2 === 0 ? "purchase" : "login",
    value: i % 2 === 0 ? i : null,
    timestamp: new Date(start + i * 60_000).toISOString(),
    metadata: { region: i % 4 === 0 ? "sul" : "norte", note: `n${i}` },
  }));
}

async function assertProblem(response: Response, status: number): Promise<string[]> {
  const text = await response.text();
  assert.equal(response.status, status, text);
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  const { errors = [] } = JSON.parse(text) as { errors?: { path: string }[] };
  return errors.map(({ path }) => path);
}

const ids = (page: Page<Event>) => page.items.map(({ id }) => id);

Deno.test("POST /api/v1/events stores before it answers 201, and announces", async () => {
  await using rig = await EventsRig.open();
  const response = await rig.post("/api/v1/events", {
    id: "a/b c%".replace(" ", "+"),
    userId: "u",
    type: "expense",
    value: -3.25,
    metadata: { currency: "BRL" },
  });
  const event: Event = await response.json();
  assert.equal(response.status, 201);
  const location = response.headers.get("location")!;
  assert.equal(location, "/api/v1/events/a%2Fb%2Bc%25");
  assert.deepEqual([event.source, event.currency, event.value], ["shop", "BRL", -3.25]);
  assert.deepEqual(await rig.getJson(location), event);
  assert.deepEqual(await rig.getJson(`${location}/`), event);
  assert.deepEqual(rig.announced, [event]);
});

Deno.test("POST /api/v1/events answers with what is stored under a known id", async () => {
  await using rig = await EventsRig.open();
  const send = (value: number) =>
    rig.post("/api/v1/events", { id: "x", userId: "u", type: "purchase", value });
  const first: Event = await (await send(1)).json();
  const again = await send(2);
  assert.equal(again.status, 201);
  assert.deepEqual(await again.json(), first);
  assert.equal(await rig.stored(), 1);
});

Deno.test("POST /api/v1/events answers 4xx to what is wrong and stores nothing", async () => {
  await using rig = await EventsRig.open();
  const path = "/api/v1/events";
  assert.deepEqual(await assertProblem(await rig.post(path, { userId: 1, x: 1 }), 422), [
    "userId",
    "type",
    "x",
  ]);
  await assertProblem(await rig.post(path, "{"), 400);
  await assertProblem(await rig.post(path, []), 422);
  await assertProblem(await rig.post(path, '{"userId":"\\u0000","type":"a"}'), 422);
  await assertProblem(await rig.post(path, {}, { "content-type": "text/plain" }), 415);
  await assertProblem(await rig.post(path, `"${"x".repeat(1024 * 1024)}"`), 413);
  assert.equal(await rig.stored(), 0);
});

Deno.test("GET /api/v1/events pages newest first and filters", async () => {
  await using rig = await EventsRig.open();
  await rig.post("/webhook/event", someEvents(12));
  const seen: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const query: string = cursor === "" ? "limit=5" : `limit=5&cursor=${cursor}`;
    const page: Page<Event> = await rig.getJson(`/api/v1/events?${query}`);
    seen.push(...ids(page));
    cursor = page.next;
  }
  assert.deepEqual(seen, Array.from({ length: 12 }, (_, i) => `e${11 - i}`));
  const from = new Date(start + 4 * 60_000).toISOString();
  const to = new Date(start + 8 * 60_000).toISOString();
  for (
    const [query, expected] of [
      ["type=login&limit=2", ["e11", "e9"]],
      ["userId=u0", ["e9", "e6", "e3", "e0"]],
      ["region=sul", ["e8", "e4", "e0"]],
      [`from=${from}&to=${to}`, ["e7", "e6", "e5", "e4"]],
      ["minValue=4&maxValue=8", ["e8", "e6", "e4"]],
      ["q=N11", ["e11"]],
      ["q=%25", []],
      ["type=&q=&source=shop&limit=1", ["e11"]],
    ] as const
  ) assert.deepEqual(ids(await rig.getJson(`/api/v1/events?${query}`)), expected, query);
});

Deno.test("GET /api/v1/events answers 422 to queries that are wrong and names the parameter", async () => {
  await using rig = await EventsRig.open();
  for (
    const [query, path] of [
      ["userId[$ne]=1", "userId[$ne]"],
      ["a[$ne]=1", "a[$ne]"],
      ["where=1", "where"],
      ["from=2026-11-02&to=2026-11-01", "to"],
      ["minValue=2&maxValue=1", "maxValue"],
      ["limit=501", "limit"],
      ["cursor=AAAA", "cursor"],
      ["cursor=%7B%22$gt%22:1%7D", "cursor"],
    ]
  ) {
    const response = await rig.request(`/api/v1/events?${query}`);
    assert.deepEqual(await assertProblem(response, 422), [path], query);
  }
  assert.deepEqual(rig.failures, []);
});

Deno.test("PATCH /api/v1/events/:id changes the given fields and the totals", async () => {
  await using rig = await EventsRig.open();
  await rig.post("/webhook/event", someEvents(3));
  const patch = (id: string, changes: unknown) =>
    rig.request(`/api/v1/events/${id}`, {
      method: "PATCH",
      body: JSON.stringify(changes),
      headers: { "content-type": "application/json" },
    });
  const changed: Event = await (await patch("e2", { value: 50, metadata: { region: "leste" } }))
    .json();
  assert.deepEqual([changed.value, changed.metadata, changed.type], [
    50,
    { region: "leste" },
    "purchase",
  ]);
  assert.deepEqual(await rig.getJson("/api/v1/events/e2"), changed);
  const { revenue } = await rig.getJson<{ revenue: number }>(
    "/api/v1/analytics/summary?from=2020-01-01",
  );
  assert.equal(revenue, 50);
  await assertProblem(await patch("none", { value: 1 }), 404);
  for (const changes of [{ id: "x" }, { source: "x" }, { value: "1" }, { metadata: null }, []]) {
    await assertProblem(await patch("e2", changes), 422);
  }
  assert.deepEqual(await rig.store.events.rollupDifferences(), []);
});

Deno.test("DELETE /api/v1/events/:id answers 204 once, then 404", async () => {
  await using rig = await EventsRig.open();
  await rig.post("/webhook/event", someEvents(2));
  const remove = () => rig.request("/api/v1/events/e0", { method: "DELETE" });
  assert.equal((await remove()).status, 204);
  await assertProblem(await remove(), 404);
  await assertProblem(await rig.request("/api/v1/events/e0"), 404);
  assert.equal(await rig.stored(), 1);
  assert.deepEqual(await rig.store.events.rollupDifferences(), []);
});

Deno.test("GET /api/v1/events/:id answers 404 to ids that are no text", async () => {
  await using rig = await EventsRig.open();
  for (const id of ["%FF", "%00", "x".repeat(2000), "..%2f..%2fetc"]) {
    await assertProblem(await rig.request(`/api/v1/events/${id}`), 404);
  }
});

Deno.test("GET /api/v1/users/:userId/events lists one user, whatever his name", async () => {
  await using rig = await EventsRig.open();
  const userId = "João/50% & co?";
  await rig.post("/webhook/event", [
    ...someEvents(6),
    { id: "mine", userId, type: "login" },
  ]);
  const path = (user: string) => `/api/v1/users/${encodeURIComponent(user)}/events`;
  assert.deepEqual(ids(await rig.getJson(path(userId))), ["mine"]);
  const page: Page<Event> = await rig.getJson(`${path("u1")}?limit=1`);
  assert.deepEqual(ids(page), ["e4"]);
  assert.deepEqual(ids(await rig.getJson(`${path("u1")}?cursor=${page.next}`)), ["e1"]);
  assert.deepEqual(ids(await rig.getJson(path("nobody"))), []);
  await assertProblem(await rig.request(`${path("u1")}?type=login`), 422);
});

Deno.test("GET /api/v1/events/export streams what the filter gives, newest first", async () => {
  await using rig = await EventsRig.open();
  await rig.post("/webhook/event", someEvents(1000));
  await rig.post("/webhook/event", someEvents(1500).slice(1000));
  const ndjson = await rig.request("/api/v1/events/export?format=ndjson&type=login");
  const lines = (await ndjson.text()).trimEnd().split("\n").map((line) =>
    JSON.parse(line) as Event
  );
  assert.equal(lines.length, 750);
  assert.deepEqual([lines[0]?.id, lines.at(-1)?.id], ["e1499", "e1"]);
  const csv = await (await rig.request("/api/v1/events/export?region=sul")).text();
  assert.equal(csv.trimEnd().split("\r\n").length, 376);
  await assertProblem(await rig.request("/api/v1/events/export?format=xlsx"), 422);
  await assertProblem(await rig.request("/api/v1/events/export?limit=5"), 422);
});

Deno.test("GET /api/v1/events/export keeps tricky cells whole and inert", async () => {
  await using rig = await EventsRig.open();
  const product = '=HYPERLINK("http://evil.example","a, b")';
  const sent = {
    id: "-1",
    userId: "@a\r\nb",
    type: "purchase",
    value: -1.5,
    metadata: { product },
  };
  await rig.post("/webhook/event", sent);
  const csv = await (await rig.request("/api/v1/events/export?format=csv")).text();
  const line = csv.slice(csv.indexOf("\r\n") + 2);
  assert.ok(line.startsWith("'-1,"), line);
  assert.ok(line.includes(`,"'@a\r\nb",purchase,-1.5,,`), line);
  assert.ok(line.includes(`,"'=HYPERLINK(""http://evil.example"",""a, b"")",`), line);
  const ndjson = await (await rig.request("/api/v1/events/export?format=ndjson")).text();
  assert.deepEqual(JSON.parse(ndjson).metadata, { product });
});

Deno.test("GET /events answers the list to API callers and the explorer to browsers", async () => {
  await using rig = await EventsRig.open();
  await rig.post("/webhook/event", someEvents(2));
  const list = await rig.request("/events?limit=1", { headers: { accept: "application/json" } });
  assert.deepEqual(ids(await list.json()), ["e1"]);
  assert.deepEqual(ids(await rig.getJson("/events?type=purchase")), ["e0"]);
  assert.match(list.headers.get("vary") ?? "", /accept/i);
  const html = await rig.request("/events", { headers: { accept: "text/html" } });
  assert.equal(html.headers.get("content-type"), "text/html; charset=utf-8");
  assert.match(await html.text(), /purchase/);
});

Deno.test("the events API wants each call's own permission", async () => {
  await using rig = await EventsRig.open();
  await rig.post("/webhook/event", someEvents(1));
  const reader = await rig.makeKey(["events:read"]);
  const writer = await rig.makeKey(["events:write"]);
  const statuses = async (key: string | null) => {
    rig.key = key;
    const calls: [string, string][] = [
      ["GET", "/api/v1/events"],
      ["GET", "/api/v1/events/e0"],
      ["GET", "/api/v1/events/export"],
      ["GET", "/api/v1/users/u0/events"],
      ["GET", "/api/v1/analytics/summary"],
      ["PATCH", "/api/v1/events/e0"],
      ["POST", "/api/v1/events"],
      ["DELETE", "/api/v1/events/e0"],
    ];
    return await Promise.all(calls.map(async ([method, path]) => {
      const response = await rig.request(path, { method });
      await response.body?.cancel();
      return response.status;
    }));
  };
  // 415 is what a call without a body gets once it is let in.
  assert.deepEqual(await statuses(null), [401, 401, 401, 401, 401, 401, 401, 401]);
  assert.deepEqual(await statuses(reader), [200, 200, 200, 200, 403, 403, 403, 403]);
  assert.deepEqual(await statuses(writer), [403, 403, 403, 403, 403, 415, 415, 403]);
});
