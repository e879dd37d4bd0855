import assert from "node:assert/strict";
import { eventSchema } from "./event_schema.ts";
import { eventChangesSchema, normalizeEvent } from "./incoming.ts";

const arrival = { source: "shop", receivedAt: "2026-11-22T12:00:00.000Z" };
const minimal = { userId: "u1", type: "purchase" };

/** `changes` over the smallest event that is valid. */
function normalized(changes: Record<string, unknown>) {
  const result = normalizeEvent({ ...minimal, ...changes }, arrival);
  assert.ok(result.ok, JSON.stringify(result));
  return result.event;
}

function errorsOf(input: unknown): { path: string; message: string }[] {
  const result = normalizeEvent(input, arrival);
  assert.ok(!result.ok, `accepted ${JSON.stringify(input)}`);
  return result.errors;
}

const pathsOf = (changes: Record<string, unknown>) =>
  errorsOf({ ...minimal, ...changes }).map(({ path }) => path);

/** An object `levels` deep: 1 gives `{ a: 1 }`. */
function nested(levels: number): Record<string, unknown> {
  return levels === 1 ? { a: 1 } : { a: nested(levels - 1) };
}

Deno.test("normalizeEvent() fills what the sender left out", () => {
  const event = normalized({});
  assert.match(event.id, /^[0-9a-f-]{36}$/);
  assert.deepEqual({ ...event, id: "" }, {
    id: "",
    userId: "u1",
    type: "purchase",
    value: null,
    timestamp: arrival.receivedAt,
    metadata: {},
    source: "shop",
    receivedAt: arrival.receivedAt,
  });
});

Deno.test("normalizeEvent() keeps what the sender gave and answers an Event", () => {
  const event = normalized({
    id: "order-1:paid",
    userId: "João 🙂",
    value: -12.5,
    currency: "BRL",
    timestamp: "2026-11-22T09:30:00.25-03:00",
    metadata: { region: "sul", items: [1, { sku: "x" }], ok: true, none: null },
  });
  assert.equal(eventSchema.parse(event).timestamp, "2026-11-22T12:30:00.250Z");
  assert.equal(event.id, "order-1:paid");
  assert.deepEqual(event.metadata, {
    region: "sul",
    items: [1, { sku: "x" }],
    ok: true,
    none: null,
  });
});

Deno.test("normalizeEvent() writes every form of a time in UTC with milliseconds", () => {
  for (
    const [given, stored] of [
      ["2026-11-22T12:00:00.123Z", "2026-11-22T12:00:00.123Z"],
      ["2026-11-22T12:00:00Z", "2026-11-22T12:00:00.000Z"],
      ["2026-11-22T12:00:00.123456+00:00", "2026-11-22T12:00:00.123Z"],
      ["2026-11-22T12:00:00.1234Z", "2026-11-22T12:00:00.123Z"],
      ["2026-11-22T01:00:00+05:30", "2026-11-21T19:30:00.000Z"],
      ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
      ["1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"],
    ]
  ) assert.equal(normalized({ timestamp: given }).timestamp, stored);
});

Deno.test("normalizeEvent() refuses times that are malformed, impossible or out of bounds", () => {
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  for (
    const timestamp of [
      "yesterday",
      "2026-11-22",
      "2026-11-22T12:00:00",
      "2026-02-30T00:00:00Z",
      "2026-11-22T25:00:00Z",
      "1969-12-31T23:59:59Z",
      inHours(25),
      inHours(24 * 365),
      1_764_000_000_000,
      null,
      "",
    ]
  ) assert.deepEqual(pathsOf({ timestamp }), ["timestamp"], String(timestamp));
  normalized({ timestamp: inHours(23) });
});

Deno.test("normalizeEvent() uses the delivery's id only for an event without its own", () => {
  const own = normalizeEvent({ ...minimal, id: "mine" }, { ...arrival, id: "msg_1" });
  const given = normalizeEvent(minimal, { ...arrival, id: "msg_1" });
  assert.deepEqual([own.ok && own.event.id, given.ok && given.event.id], ["mine", "msg_1"]);
});

Deno.test("normalizeEvent() takes the currency from metadata when there is no other", () => {
  assert.equal(normalized({ metadata: { currency: "USD" } }).currency, "USD");
  assert.equal(normalized({ currency: "BRL", metadata: { currency: "USD" } }).currency, "BRL");
  assert.ok(!("currency" in normalized({ metadata: { currency: "dollars" } })));
  assert.ok(!("currency" in normalized({ metadata: { currency: 986 } })));
});

Deno.test("normalizeEvent() refuses wrong types and names the field", () => {
  const wrong: Record<string, unknown[]> = {
    id: ["", "a b", "é", "x".repeat(129), 5, null, ".", ".."],
    userId: ["", "x".repeat(129), 5, null, { "$ne": 1 }, ["u"], "a\0b", "\ud800"],
    type: ["", "Purchase", "1a", "a b", "x".repeat(65), 5, null, "a\n"],
    value: ["12", Infinity, NaN, 1.0001e12, -1.0001e12, true, {}],
    currency: ["brl", "BRLX", "", 986, null],
    metadata: [null, [], "x", 5],
  };
  for (const [field, values] of Object.entries(wrong)) {
    for (const value of values) {
      assert.deepEqual(pathsOf({ [field]: value }), [field], `${field}: ${JSON.stringify(value)}`);
    }
  }
  for (const input of [null, [], "event", 5, true]) {
    assert.deepEqual(errorsOf(input), [{ path: "", message: "Must be a JSON object" }]);
  }
});

Deno.test("normalizeEvent() accepts the limits themselves", () => {
  normalized({ id: "x".repeat(128), userId: "x".repeat(128), type: `a${"9".repeat(63)}` });
  normalized({ value: 1e12 });
  normalized({ value: -1e12 });
  normalized({ metadata: nested(5) });
});

Deno.test("normalizeEvent() reports every wrong field at once", () => {
  const paths = errorsOf({ userId: 1, type: "X", value: "1" }).map(({ path }) => path);
  assert.deepEqual(paths, ["userId", "type", "value"]);
});

Deno.test("normalizeEvent() refuses unknown fields, names them and says what is known", () => {
  const errors = errorsOf({ ...minimal, amount: 5, __proto_: 1 });
  assert.deepEqual(errors.map(({ path }) => path), ["amount", "__proto_"]);
  assert.match(errors[0]!.message, /known are id, userId, type, value/);
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`field${i}`, 1]));
  assert.equal(errorsOf({ ...minimal, ...many }).length, 5);
});

Deno.test("normalizeEvent() refuses names that reach a prototype, anywhere", () => {
  for (
    const text of [
      '{"userId":"u","type":"a","__proto__":{"polluted":1}}',
      '{"userId":"u","type":"a","constructor":{"prototype":{"polluted":1}}}',
      '{"userId":"u","type":"a","metadata":{"__proto__":{"polluted":1}}}',
      '{"userId":"u","type":"a","metadata":{"a":[{"constructor":1}]}}',
      '{"userId":"u","type":"a","metadata":{"prototype":1}}',
    ]
  ) errorsOf(JSON.parse(text));
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
});

Deno.test("normalizeEvent() refuses metadata that is too deep without recursing into it", () => {
  assert.deepEqual(pathsOf({ metadata: nested(6) }), ["metadata.a.a.a.a.a"]);
  const bomb = JSON.parse(`{"a":${"[".repeat(10_000)}${"]".repeat(10_000)}}`);
  assert.deepEqual(pathsOf({ metadata: bomb }), ["metadata.a.0.0.0.0"]);
});

Deno.test("normalizeEvent() measures metadata in bytes of its JSON text", () => {
  const envelope = '{"a":""}'.length;
  const fits = 16 * 1024 - envelope;
  normalized({ metadata: { a: "x".repeat(fits) } });
  assert.deepEqual(pathsOf({ metadata: { a: "x".repeat(fits + 1) } }), ["metadata"]);
  normalized({ metadata: { a: "é".repeat(fits / 2) } });
  assert.deepEqual(pathsOf({ metadata: { a: "é".repeat(fits / 2 + 1) } }), ["metadata"]);
  assert.deepEqual(pathsOf({ metadata: { a: "\u0001".repeat(2731) } }), ["metadata"]);
  const numbers = Array.from({ length: 4000 }, (_, i) => i / 3);
  assert.deepEqual(pathsOf({ metadata: { numbers } }), ["metadata"]);
});

Deno.test("normalizeEvent() refuses NUL, lone surrogates and infinite numbers in metadata", () => {
  for (const text of ["a\0", "\ud800", "x\udc00y"]) {
    assert.deepEqual(pathsOf({ metadata: { a: { b: text } } }), ["metadata.a.b"]);
    assert.deepEqual(pathsOf({ metadata: { a: [0, text] } }), ["metadata.a.1"]);
    assert.equal(errorsOf({ ...minimal, metadata: { [text]: 1 } }).length, 1);
  }
  assert.deepEqual(pathsOf({ metadata: JSON.parse('{"a":1e999}') }), ["metadata.a"]);
});

Deno.test("eventChangesSchema takes parts of an event and nothing else", () => {
  assert.deepEqual(
    eventChangesSchema.parse({ value: null, timestamp: "2026-11-22T09:00:00-03:00" }),
    { value: null, timestamp: "2026-11-22T12:00:00.000Z" },
  );
  for (const changes of [{ id: "x" }, { source: "x" }, { receivedAt: "x" }, { value: "1" }]) {
    assert.equal(eventChangesSchema.safeParse(changes).success, false, JSON.stringify(changes));
  }
});
