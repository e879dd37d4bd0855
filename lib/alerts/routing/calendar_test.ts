import assert from "node:assert/strict";
import { type Calendar, calendarSchema, isQuiet, quietEnd } from "./calendar.ts";

function calendar(changes: Partial<Calendar> = {}): Calendar {
  return calendarSchema.parse({ name: "nights", timeZone: "America/Sao_Paulo", ...changes });
}
const at = (text: string) => Date.parse(text);

Deno.test("isQuiet() reads the zone's clock, over midnight and by the day it began", () => {
  const nights = calendar({ quietHours: [{ days: [5], from: "22:00", to: "07:00" }] });
  // Friday 27 November 2026, three hours behind UTC.
  assert.equal(isQuiet(nights, at("2026-11-28T00:59Z")), false);
  assert.equal(isQuiet(nights, at("2026-11-28T01:00Z")), true);
  assert.equal(isQuiet(nights, at("2026-11-28T09:59Z")), true);
  assert.equal(isQuiet(nights, at("2026-11-28T10:00Z")), false);
  // Thursday's night is not Friday's.
  assert.equal(isQuiet(nights, at("2026-11-27T05:00Z")), false);
  assert.equal(quietEnd(nights, at("2026-11-28T01:00Z")), at("2026-11-28T10:00Z"));
});

Deno.test("isQuiet() knows holidays, optional ones if wanted, and further dates", () => {
  const holidays = calendar({ holidays: "BR", dates: ["2026-12-24"] });
  assert.equal(isQuiet(holidays, at("2026-04-03T15:00Z")), true);
  assert.equal(isQuiet(holidays, at("2026-02-17T15:00Z")), false);
  assert.equal(isQuiet({ ...holidays, optionalHolidays: true }, at("2026-02-17T15:00Z")), true);
  assert.equal(isQuiet(holidays, at("2026-12-24T15:00Z")), true);
  // Christmas Eve and Christmas are one quiet time.
  assert.equal(quietEnd(holidays, at("2026-12-24T15:00Z")), at("2026-12-26T03:00Z"));
});

Deno.test("quietEnd() follows a change of the clock", () => {
  const lisbon = calendar({
    timeZone: "Europe/Lisbon",
    quietHours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: "23:00", to: "08:00" }],
  });
  // The clocks went forward on 29 March 2026 at 01:00 UTC.
  assert.equal(quietEnd(lisbon, at("2026-03-28T23:30Z")), at("2026-03-29T07:00Z"));
});

Deno.test("quietEnd() ends the search of a calendar that is always quiet", () => {
  const always = calendar({
    quietHours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: "00:00", to: "00:00" }],
  });
  const now = at("2026-11-27T12:00Z");
  assert.equal(isQuiet(always, now), true);
  assert.ok(quietEnd(always, now) > now);
});

Deno.test("calendarSchema refuses zones and times that do not exist", () => {
  const parse = (changes: object) =>
    calendarSchema.safeParse({ name: "a", timeZone: "Europe/Lisbon", ...changes }).success;
  assert.equal(parse({}), true);
  assert.equal(parse({ timeZone: "Mars/Base" }), false);
  assert.equal(parse({ quietHours: [{ days: [1], from: "24:00", to: "07:00" }] }), false);
  assert.equal(parse({ quietHours: [{ days: [0], from: "22:00", to: "07:00" }] }), false);
  assert.equal(parse({ dates: ["2026-02-30"] }), false);
});
