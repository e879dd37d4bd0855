import assert from "node:assert/strict";
import { bucketStarts, MAX_BUCKETS, TooManyBucketsError } from "./time_buckets.ts";
import type { Bucket } from "../store/events.ts";

function starts(from: string, to: string, bucket: Bucket, zone: string): string[] {
  return bucketStarts(Date.parse(from), Date.parse(to), bucket, zone)
    .map((start) => new Date(start).toISOString().replace(":00.000Z", "Z"));
}

const cases: [string, [string, string, Bucket, string], string[]][] = [
  ["minutes of UTC", ["2026-01-01T00:00:30Z", "2026-01-01T00:02:00Z", "minute", "UTC"], [
    "2026-01-01T00:00Z",
    "2026-01-01T00:01Z",
  ]],
  ["an end on a boundary is no bucket", [
    "2026-01-01T00:00:00Z",
    "2026-01-02T00:00:00Z",
    "day",
    "UTC",
  ], [
    "2026-01-01T00:00Z",
  ]],
  ["one millisecond more is one", [
    "2026-01-01T00:00:00Z",
    "2026-01-02T00:00:00.001Z",
    "day",
    "UTC",
  ], [
    "2026-01-01T00:00Z",
    "2026-01-02T00:00Z",
  ]],
  ["hours of a zone with half an hour", [
    "2026-01-01T10:00:00Z",
    "2026-01-01T11:31:00Z",
    "hour",
    "Asia/Kolkata",
  ], ["2026-01-01T09:30Z", "2026-01-01T10:30Z", "2026-01-01T11:30Z"]],
  ["hours of a zone with 45 minutes", [
    "2026-01-01T10:00:00Z",
    "2026-01-01T11:00:00Z",
    "hour",
    "Asia/Kathmandu",
  ], ["2026-01-01T09:15Z", "2026-01-01T10:15Z"]],
  ["days before 1970", ["1969-12-30T12:00:00Z", "1970-01-01T12:00:00Z", "day", "UTC"], [
    "1969-12-30T00:00Z",
    "1969-12-31T00:00Z",
    "1970-01-01T00:00Z",
  ]],
  ["weeks from Monday", ["2026-01-01T12:00:00Z", "2026-01-12T00:00:01Z", "week", "UTC"], [
    "2025-12-29T00:00Z",
    "2026-01-05T00:00Z",
    "2026-01-12T00:00Z",
  ]],
  ["a Monday of New York that is Tuesday in UTC", [
    "2026-01-06T03:00:00Z",
    "2026-01-06T04:00:00Z",
    "week",
    "America/New_York",
  ], ["2026-01-05T05:00Z"]],
  ["months of a zone over a leap day", [
    "2028-02-29T12:00:00Z",
    "2028-04-01T03:00:01Z",
    "month",
    "America/Sao_Paulo",
  ], ["2028-02-01T03:00Z", "2028-03-01T03:00Z", "2028-04-01T03:00Z"]],
  ["months over the new year", ["2025-12-31T23:59:59Z", "2026-01-01T00:00:01Z", "month", "UTC"], [
    "2025-12-01T00:00Z",
    "2026-01-01T00:00Z",
  ]],
  ["the short day of Lisbon", [
    "2026-03-28T12:00:00Z",
    "2026-03-30T12:00:00Z",
    "day",
    "Europe/Lisbon",
  ], [
    "2026-03-28T00:00Z",
    "2026-03-29T00:00Z",
    "2026-03-29T23:00Z",
  ]],
  ["the long day of Lisbon", [
    "2026-10-25T12:00:00Z",
    "2026-10-26T12:00:00Z",
    "day",
    "Europe/Lisbon",
  ], [
    "2026-10-24T23:00Z",
    "2026-10-26T00:00Z",
  ]],
  ["the hour that Lisbon shows twice", [
    "2026-10-25T00:00:00Z",
    "2026-10-25T03:00:00Z",
    "hour",
    "Europe/Lisbon",
  ], ["2026-10-25T00:00Z", "2026-10-25T01:00Z", "2026-10-25T02:00Z"]],
  ["the midnight that São Paulo skipped", [
    "2018-11-03T12:00:00Z",
    "2018-11-05T12:00:00Z",
    "day",
    "America/Sao_Paulo",
  ], ["2018-11-03T03:00Z", "2018-11-04T03:00Z", "2018-11-05T02:00Z"]],
  ["the evening that São Paulo saw twice", [
    "2019-02-16T12:00:00Z",
    "2019-02-18T12:00:00Z",
    "day",
    "America/Sao_Paulo",
  ], ["2019-02-16T02:00Z", "2019-02-17T03:00Z", "2019-02-18T03:00Z"]],
  ["the month in which São Paulo skipped a midnight", [
    "2018-11-10T00:00:00Z",
    "2018-12-10T00:00:00Z",
    "month",
    "America/Sao_Paulo",
  ], ["2018-11-01T03:00Z", "2018-12-01T02:00Z"]],
  ["the half hour that Lord Howe repeats", [
    "2026-04-04T13:30:00Z",
    "2026-04-04T16:00:00Z",
    "hour",
    "Australia/Lord_Howe",
  ], ["2026-04-04T13:00Z", "2026-04-04T14:00Z", "2026-04-04T15:00Z", "2026-04-04T15:30Z"]],
  ["a date that Samoa never had", [
    "2011-12-29T12:00:00Z",
    "2012-01-01T00:00:00Z",
    "day",
    "Pacific/Apia",
  ], [
    "2011-12-29T10:00Z",
    "2011-12-30T10:00Z",
    "2011-12-31T10:00Z",
  ]],
  ["a midnight that St. John's passed twice", [
    "2006-10-29T02:45:00Z",
    "2006-10-30T12:00:00Z",
    "day",
    "America/St_Johns",
  ], ["2006-10-29T02:30Z", "2006-10-30T03:30Z"]],
];
for (const [name, [from, to, bucket, zone], expected] of cases) {
  Deno.test(`bucketStarts gives ${name}`, () => {
    assert.deepEqual(starts(from, to, bucket, zone), expected);
  });
}

Deno.test("bucketStarts covers a year of hours of any zone without gap or overlap", () => {
  for (const zone of ["America/Sao_Paulo", "Africa/Casablanca", "Asia/Tehran", "Pacific/Chatham"]) {
    const from = Date.parse("2018-06-01T00:10:00Z");
    const all = bucketStarts(from, from + 200 * 86_400_000, "hour", zone);
    assert.ok(all[0]! <= from);
    for (const [index, start] of all.entries()) {
      const length = (all[index + 1] ?? start + 3_600_000) - start;
      assert.ok(length > 0 && length <= 3_600_000, `${zone} ${new Date(start).toISOString()}`);
    }
  }
});

Deno.test("bucketStarts refuses one bucket too many", () => {
  const exactly = MAX_BUCKETS * 60_000;
  assert.equal(bucketStarts(0, exactly, "minute", "UTC").length, MAX_BUCKETS);
  assert.throws(() => bucketStarts(0, exactly + 1, "minute", "UTC"), TooManyBucketsError);
});

Deno.test("bucketStarts refuses an unknown zone", () => {
  assert.throws(() => bucketStarts(0, 1, "day", "Atlantis/Capital"), RangeError);
});
