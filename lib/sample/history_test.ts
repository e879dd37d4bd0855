import assert from "node:assert/strict";
import type { Event } from "../events/event.ts";
import { sampleHistory } from "./history.ts";
import { liveRhythm, rhythm } from "./shop.ts";

const UNTIL = Date.UTC(2026, 4, 20);
const options = { events: 5000, days: 30, seed: 42, until: UNTIL, batch: 700 };
const all = (more = {}): Event[] => [...sampleHistory({ ...options, ...more })].flat();

Deno.test("sampleHistory() gives exactly the asked number, in time order, inside the period", () => {
  const events = all();
  assert.equal(events.length, 5000);
  const times = events.map((event) => Date.parse(event.timestamp));
  assert.ok(times.every((at, index) => index === 0 || at >= (times[index - 1] ?? 0)));
  assert.ok((times[0] ?? 0) >= UNTIL - 30 * 86_400_000 && (times.at(-1) ?? 0) < UNTIL);
  assert.equal(new Set(events.map((event) => event.id)).size, 5000);
});

Deno.test("sampleHistory() is reproducible by its seed", () => {
  assert.deepEqual(all(), all());
  assert.notDeepEqual(all({ seed: 43 }).map((e) => e.userId), all().map((e) => e.userId));
});

Deno.test("sampleHistory() has every kind of event, bursts of errors and odd expenses", () => {
  const events = all({ events: 30_000 });
  for (const type of ["login", "purchase", "expense", "error", "signup", "refund"]) {
    assert.ok(events.some((event) => event.type === type), type);
  }
  const perSlot = new Map<number, number>();
  for (const event of events.filter((event) => event.type === "error")) {
    const slot = Math.floor(Date.parse(event.timestamp) / 900_000);
    perSlot.set(slot, (perSlot.get(slot) ?? 0) + 1);
  }
  const counts = [...perSlot.values()].sort((a, b) => a - b);
  const median = counts[counts.length >> 1] ?? 0;
  assert.ok((counts.at(-1) ?? 0) > 8 * median, `largest ${counts.at(-1)}, median ${median}`);
  const uber = events.filter((event) => event.metadata.merchant === "Uber")
    .map((event) => event.value ?? 0).sort((a, b) => a - b);
  assert.ok((uber.at(-1) ?? 0) > 5 * (uber[uber.length >> 1] ?? 0));
});

Deno.test("rhythm() is quieter at night than in the evening and about 1 on average", () => {
  const hours = Array.from({ length: 7 * 24 }, (_, hour) => rhythm(UNTIL + hour * 3_600_000));
  const mean = hours.reduce((sum, value) => sum + value, 0) / hours.length;
  assert.ok(Math.abs(mean - 1) < 0.08, `mean ${mean}`);
  assert.ok(Math.max(...hours) > 4 * Math.min(...hours));
});

Deno.test("sampleHistory() ends as busy as the live traffic that follows, within half of the events", () => {
  const ending = { hours: 2, perSecond: 0.1 };
  const inTheEnd = (events: Event[]) =>
    events.filter((event) => Date.parse(event.timestamp) >= UNTIL - 2 * 3_600_000).length;
  const from = UNTIL - 2 * 3_600_000;
  const slots = Array.from({ length: 8 }, (_, slot) => from + slot * 900_000);
  const expected = slots.reduce((total, at) => total + 90 * liveRhythm(at), 0);
  const found = inTheEnd(all({ ending }));
  assert.ok(Math.abs(found - expected) < 5 * Math.sqrt(expected), `${found}, not ${expected}`);
  assert.ok(found > 5 * inTheEnd(all()));
  const most = inTheEnd(all({ ending: { hours: 2, perSecond: 50 } }));
  assert.ok(Math.abs(most - 2500) < 250, `${most}`);
});
