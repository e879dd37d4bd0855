import assert from "node:assert/strict";
import { instantOfLocalTime, LocalTimes, localTimeText } from "./local_time.ts";

Deno.test("instantOfLocalTime() reads a zone's clock, also around its changes", () => {
  const cases: [string, string, string][] = [
    ["2026-11-22T09:30", "UTC", "2026-11-22T09:30:00.000Z"],
    ["2026-11-22T09:30", "America/Sao_Paulo", "2026-11-22T12:30:00.000Z"],
    ["2026-11-22T09:30:15", "Asia/Kolkata", "2026-11-22T04:00:15.000Z"],
    ["2026-03-28T23:59", "Europe/Lisbon", "2026-03-28T23:59:00.000Z"],
    ["2026-03-29T08:00", "Europe/Lisbon", "2026-03-29T07:00:00.000Z"],
    // The clock jumps from 01:00 to 02:00 at 01:00 UTC.
    ["2026-03-29T02:00", "Europe/Lisbon", "2026-03-29T01:00:00.000Z"],
    ["2026-01-01T00:00", "Pacific/Auckland", "2025-12-31T11:00:00.000Z"],
  ];
  for (const [text, zone, expected] of cases) {
    const at = instantOfLocalTime(text, zone);
    assert.equal(at === null ? null : new Date(at).toISOString(), expected, `${text} ${zone}`);
  }
});

Deno.test("instantOfLocalTime() refuses what is no local time", () => {
  for (const text of ["", "2026-11-22", "2026-11-22T09:30Z", "2026-13-40T99:99", "soon"]) {
    assert.equal(instantOfLocalTime(text, "UTC"), null, text);
  }
});

Deno.test("localTimeText() is what instantOfLocalTime() reads", () => {
  for (const zone of ["UTC", "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe"]) {
    const at = Date.UTC(2026, 6, 4, 23, 45);
    assert.equal(instantOfLocalTime(localTimeText(at, zone), zone), at, zone);
  }
});

Deno.test("LocalTimes reads every hour of a year as instantOfLocalTime() does", () => {
  for (const zone of ["Europe/Lisbon", "America/Sao_Paulo", "Australia/Lord_Howe"]) {
    const times = new LocalTimes(zone);
    for (let at = Date.UTC(2026, 0, 1, 0, 30); at < Date.UTC(2027, 0, 1); at += 3 * 3_600_000) {
      const text = new Date(at).toISOString().slice(0, 16);
      assert.equal(times.instantOf(text), instantOfLocalTime(text, zone), `${text} ${zone}`);
    }
    assert.equal(times.instantOf("soon"), null);
  }
  assert.throws(() => new LocalTimes("Mars/Olympus"), RangeError);
});
