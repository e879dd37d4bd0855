import assert from "node:assert/strict";
import type { DeliveryAnswer, RejectedEvent } from "@/lib/events/receive_events.ts";
import { WebhookSigner } from "@/lib/events/standard_webhooks.ts";
import { EventsRig, WEBHOOK_SECRET } from "./rig.ts";

const event = (id: string, changes: Record<string, unknown> = {}) => ({
  id,
  userId: "u1",
  type: "purchase",
  value: 10,
  ...changes,
});

interface Problem {
  status: number;
  title: string;
  detail: string;
  errors?: { path: string; message: string }[];
  rejected?: RejectedEvent[];
}

async function accepted(response: Response): Promise<DeliveryAnswer> {
  const text = await response.text();
  assert.equal(response.status, 202, text);
  return JSON.parse(text);
}

async function problem(response: Response, status: number): Promise<Problem> {
  const text = await response.text();
  assert.equal(response.status, status, text);
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  const body = JSON.parse(text);
  assert.equal(body.status, status);
  return body;
}

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("POST /webhook/event answers 202 after one event is stored, under both names", async () => {
  await using rig = await EventsRig.open();
  for (const path of ["/webhook/event", "/event"]) {
    const answer = await accepted(await rig.post(path, event(path)));
    assert.deepEqual(answer, { accepted: 1, ids: [path], rejected: [] });
    assert.equal((await rig.store.events.get(path))?.source, "shop");
  }
  assert.equal(rig.announced.length, 2);
});

Deno.test("POST /webhook/event takes arrays and NDJSON and answers per item", async () => {
  await using rig = await EventsRig.open();
  const array = [event("a"), event("b", { value: "12" }), event("c"), 5];
  assert.deepEqual(await accepted(await rig.post("/webhook/event", array)), {
    accepted: 2,
    ids: ["a", "c"],
    rejected: [
      { index: 1, errors: [{ path: "value", message: "Must be a finite number or null" }] },
      { index: 3, errors: [{ path: "", message: "Must be a JSON object" }] },
    ],
  });
  const lines = `${JSON.stringify(event("d"))}\n{"broken\n\n${JSON.stringify(event("e"))}\n`;
  const answer = await accepted(
    await rig.post("/webhook/event", lines, { "content-type": "application/x-ndjson" }),
  );
  assert.deepEqual([answer.ids, answer.rejected.map(({ index }) => index)], [["d", "e"], [1]]);
  assert.equal(await rig.stored(), 4);
});

Deno.test("POST /webhook/event answers 422 with rejected when no event is valid", async () => {
  await using rig = await EventsRig.open();
  const single = await problem(await rig.post("/webhook/event", { userId: "u" }), 422);
  assert.deepEqual(single.errors?.map(({ path }) => path), ["type"]);
  assert.deepEqual(single.rejected?.map(({ index }) => index), [0]);
  const many = await problem(
    await rig.post("/webhook/event", [{}, event("x", { type: "X" })]),
    422,
  );
  assert.deepEqual(many.errors?.map(({ path }) => path), ["0.userId", "0.type", "1.type"]);
  assert.equal(many.rejected?.length, 2);
  assert.deepEqual((await problem(await rig.post("/webhook/event", []), 422)).rejected, []);
  assert.equal(await rig.stored(), 0);
});

Deno.test("POST /webhook/event stores an id once, however often and at whatever time it is sent", async () => {
  await using rig = await EventsRig.open();
  const posts = Array.from({ length: 100 }, () => rig.post("/webhook/event", event("same")));
  for (const response of await Promise.all(posts)) {
    assert.deepEqual((await accepted(response)).ids, ["same"]);
  }
  await accepted(await rig.post("/webhook/event", [event("same"), event("same"), event("new")]));
  assert.equal(await rig.stored(), 2);
  assert.deepEqual(rig.announced.map(({ id }) => id), ["same", "new"]);
});

Deno.test("POST /webhook/event uses webhook-id for events without an id", async () => {
  await using rig = await EventsRig.open();
  const bare = { userId: "u", type: "login" };
  const headers = { "webhook-id": "msg_1" };
  for (let i = 0; i < 2; i++) {
    assert.deepEqual((await accepted(await rig.post("/event", bare, headers))).ids, ["msg_1"]);
    const many = await accepted(await rig.post("/event", [bare, event("own"), bare], headers));
    assert.deepEqual(many.ids, ["msg_1:0", "own", "msg_1:2"]);
  }
  assert.equal(await rig.stored(), 4);
  await problem(await rig.post("/event", bare, { "webhook-id": "a.b" }), 422);
  const [first, second] = [
    await accepted(await rig.post("/event", bare)),
    await accepted(await rig.post("/event", bare)),
  ];
  assert.notEqual(first.ids[0], second.ids[0]);
});

Deno.test("POST /webhook/event wants a key with events:write or a signature", async () => {
  await using rig = await EventsRig.open();
  rig.key = null;
  const nobody = await rig.post("/webhook/event", event("a"));
  assert.ok(nobody.headers.has("www-authenticate"));
  await problem(nobody, 401);
  rig.key = await rig.makeKey(["events:read"]);
  assert.match(
    (await problem(await rig.post("/webhook/event", event("a")), 403)).detail,
    /events:write/,
  );
  assert.equal(await rig.stored(), 0);
});

Deno.test("POST /webhook/event takes a signed delivery as source webhook", async () => {
  await using rig = await EventsRig.open();
  rig.key = null;
  const body = bytes(JSON.stringify({ userId: "u", type: "signup" }));
  const headers = await new WebhookSigner(WEBHOOK_SECRET).headers("msg_2", body);
  await accepted(await rig.post("/webhook/event", body, headers));
  assert.equal((await rig.store.events.get("msg_2"))?.source, "webhook");
  rig.key = await rig.makeKey(["events:read"]);
  await accepted(await rig.post("/webhook/event", body, headers));
  assert.equal(await rig.stored(), 1);
});

Deno.test("POST /webhook/event refuses forged, altered, old and early deliveries", async () => {
  await using rig = await EventsRig.open();
  rig.key = null;
  const signer = new WebhookSigner(WEBHOOK_SECRET);
  const body = bytes(JSON.stringify(event("a")));
  const now = Math.floor(Date.now() / 1000);
  const good = await signer.headers("msg_3", body, now);
  const forged = new WebhookSigner(`whsec_${btoa("somebody else's secret, 32 bytes")}`);
  for (
    const headers of [
      await forged.headers("msg_3", body, now),
      await signer.headers("msg_3", body, now - 302),
      await signer.headers("msg_3", body, now + 302),
      { ...good, "webhook-id": "msg_4" },
      { ...good, "webhook-timestamp": `${now}abc` },
      { "webhook-signature": good["webhook-signature"]! },
    ] as Record<string, string>[]
  ) await problem(await rig.post("/webhook/event", body, headers), 401);
  await problem(await rig.post("/webhook/event", bytes(JSON.stringify(event("b"))), good), 401);
  assert.equal(await rig.stored(), 0);
  await accepted(await rig.post("/webhook/event", body, good));
});

Deno.test("POST /webhook/event takes another content type or encoding for 415", async () => {
  await using rig = await EventsRig.open();
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/xml"]) {
    await problem(await rig.post("/webhook/event", event("a"), { "content-type": type }), 415);
  }
  const body = new Blob([JSON.stringify(event("a"))]).stream();
  await problem(
    await rig.request("/webhook/event", {
      method: "POST",
      body: body.pipeThrough(new CompressionStream("gzip")),
      headers: { "content-type": "application/json", "content-encoding": "gzip" },
    }),
    415,
  );
  assert.equal(await rig.stored(), 0);
});

Deno.test("POST /webhook/event takes 1 MiB and refuses one byte more, announced or not", async () => {
  await using rig = await EventsRig.open();
  const limit = 1024 * 1024;
  const json = JSON.stringify(event("a"));
  const padded = (size: number) => bytes(json + " ".repeat(size - json.length));
  const chunked = (size: number) =>
    rig.request("/webhook/event", {
      method: "POST",
      body: new Blob([padded(size)]).stream(),
      headers: { "content-type": "application/json" },
    });
  const announced = (size: number) =>
    rig.post("/webhook/event", padded(size), { "content-length": String(size) });
  await problem(await announced(limit + 1), 413);
  await problem(await chunked(limit + 1), 413);
  assert.equal(await rig.stored(), 0);
  await accepted(await announced(limit));
  await accepted(await chunked(limit));
});

Deno.test("POST /webhook/event answers 4xx to whatever is malformed and stores nothing of it", async () => {
  await using rig = await EventsRig.open();
  const valid = JSON.stringify(event("a"));
  const wrapped = (member: string) => valid.replace("{", `{${member},`);
  const bodies: (string | Uint8Array)[] = [
    "",
    "null",
    "5",
    '"event"',
    "{",
    `${valid}}`,
    `${valid},${valid}`,
    valid.slice(0, -5),
    "[".repeat(10_000),
    "[".repeat(10_000) + "]".repeat(10_000),
    wrapped(`"metadata":${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`),
    wrapped(`"metadata":{"a":{"b":{"c":{"d":{"e":{}}}}}}`),
    wrapped('"metadata":{"a":"\\u0000"}'),
    wrapped('"metadata":{"\\ud800":1}'),
    wrapped('"metadata":{"a":["\\udc00"]}'),
    wrapped('"metadata":{"a":1e999}'),
    wrapped('"metadata":{"__proto__":{"polluted":true}}'),
    wrapped('"metadata":{"constructor":{"prototype":{"polluted":true}}}'),
    wrapped('"metadata":[]'),
    wrapped(`"metadata":{"a":"${"x".repeat(17_000)}"}`),
    wrapped('"__proto__":{"admin":true}'),
    wrapped('"userId":"u2"'),
    wrapped('"admin":true'),
    JSON.stringify(event("a", { userId: { $ne: null } })),
    JSON.stringify(event("a", { userId: "x\0y" })),
    JSON.stringify(event("a", { type: ["purchase"] })),
    JSON.stringify(event("a", { value: "1" })),
    valid.replace("10", "1e999"),
    JSON.stringify(event("a", { value: 1e13 })),
    JSON.stringify(event("", {})),
    JSON.stringify(event("a", { timestamp: new Date(Date.now() + 366 * 864e5).toISOString() })),
    JSON.stringify(event("a", { timestamp: "1969-01-01T00:00:00Z" })),
    JSON.stringify(Array.from({ length: 1001 }, (_, i) => event(`e${i}`))),
    new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
    "\u0000",
  ];
  for (const body of bodies) {
    const response = await rig.post("/webhook/event", body);
    const shown = String(body).slice(0, 80);
    assert.ok([400, 422].includes(response.status), `${response.status} for ${shown}`);
    const { detail } = await problem(response, response.status);
    assert.doesNotMatch(detail, /at position|SyntaxError|sqlite|\.ts/i, shown);
  }
  assert.deepEqual([await rig.stored(), rig.failures], [0, []]);
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
  await accepted(await rig.post("/webhook/event", valid));
});

Deno.test("POST /webhook/event keeps accepting while the store is away, and stores all of it later", async () => {
  await using rig = await EventsRig.open();
  const append = rig.store.events.append.bind(rig.store.events);
  const { StoreUnavailableError } = await import("@/lib/store/store.ts");
  rig.store.events.append = () => Promise.reject(new StoreUnavailableError("gone"));
  const posts = Array.from({ length: 20 }, (_, i) => rig.post("/webhook/event", event(`e${i}`)));
  for (const response of await Promise.all(posts)) await accepted(response);
  assert.equal(await rig.stored(), 0);
  rig.store.events.append = append;
  await rig.startWork();
  const deadline = Date.now() + 5000;
  while (await rig.stored() < 20 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.equal(await rig.stored(), 20);
  assert.equal(rig.announced.length, 20);
});
