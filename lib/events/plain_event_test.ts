import assert from "node:assert/strict";
import { pick, seededRandom } from "@/tests/store/fixtures.ts";
import { incomingEventSchema } from "./incoming.ts";
import { isPlainEvent } from "./plain_event.ts";

const soon = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

/** Values at and beyond each limit, for any field. */
const VALUES: readonly unknown[] = [
  ...["a", "", "purchase", "a b", "A", "BRL", "brl", ".", "..", "é", "\0", "\ud800", "a\n", "1"],
  ...["x".repeat(64), "x".repeat(65), "x".repeat(128), "x".repeat(129)],
  ...[0, -0, 12.5, -1e12, 1e12, 1.0001e12, -1.0001e12, NaN, Infinity, -Infinity, true, null],
  ...["2026-02-28T00:00:00.000Z", "2026-02-29T00:00:00.000Z", "2024-02-29T00:00:00.000Z"],
  ...["2026-02-28T24:00:00.000Z", "2026-13-01T00:00:00.000Z", "2026-00-10T00:00:00.000Z"],
  ...["2026-01-31T23:59:59.999Z", "2026-01-10T00:00:00Z", "2026-01-10T00:00:00.000+01:00"],
  ...["2026-01-10T00:00:60.000Z", "1969-12-31T23:59:59.999Z", "1970-01-01T00:00:00.000Z"],
  ...[soon(23), soon(25), soon(-24 * 365)],
  ...[[], {}, [1], { region: "sul" }, { a: { b: { c: { d: 1 } } } }],
  ...[{ a: { b: { c: { d: { e: {} } } } } }, { a: "\0" }, { a: Infinity }, {
    a: "x".repeat(17_000),
  }],
  ...[JSON.parse('{"__proto__":1}'), { constructor: 1 }],
];
const NAMES = ["id", "userId", "type", "value", "currency", "timestamp", "metadata"];
const OTHER_NAMES = ["amount", "__proto__", "constructor", ""];

Deno.test("isPlainEvent() never says yes to what the schema refuses", () => {
  const random = seededRandom(1);
  let plain = 0;
  for (let i = 0; i < 30_000; i++) {
    const event: Record<string, unknown> = { userId: "u", type: "purchase" };
    const changes = Math.floor(random() * 4);
    for (let n = 0; n < changes; n++) {
      const name = random() < 0.05 ? pick(random, OTHER_NAMES) : pick(random, NAMES);
      const value = pick(random, VALUES);
      if (random() < 0.05) delete event[name];
      // As JSON.parse does it, also for __proto__.
      else Object.defineProperty(event, name, { value, enumerable: true, configurable: true });
    }
    if (!isPlainEvent(event)) continue;
    plain++;
    const parsed = incomingEventSchema.safeParse(event);
    assert.ok(parsed.success, JSON.stringify(event));
    assert.deepEqual(parsed.data, { value: null, metadata: {}, ...event });
  }
  assert.ok(plain > 5_000, `only ${plain} were plain; the test tests too little`);
});

Deno.test("isPlainEvent() refuses whatever is no object", () => {
  for (const input of [null, undefined, 5, "event", [], [{ userId: "u", type: "a" }]]) {
    assert.equal(isPlainEvent(input), false);
  }
});

Deno.test("isPlainEvent() knows the events that senders send", () => {
  for (
    const event of [
      { userId: "u1", type: "login" },
      { id: "a-1", userId: "u1", type: "purchase", value: 12.5, currency: "BRL" },
      { userId: "u1", type: "error", value: null, timestamp: soon(0), metadata: { message: "é" } },
    ]
  ) assert.equal(isPlainEvent(event), true, JSON.stringify(event));
});
