import assert from "node:assert/strict";
import { ProblemError } from "../http/problem.ts";
import { parseBreakdownQuery, parseSummaryQuery, parseTimeseriesQuery } from "./analytics_query.ts";

const NOW = Date.UTC(2026, 10, 22, 12);
const HOUR = 3_600_000;
const url = (query: string) => new URL(`http://localhost/api?${query}`);

function refusedPaths(parse: (url: URL, now: number) => unknown, query: string): string[] {
  try {
    parse(url(query), NOW);
  } catch (error) {
    assert.ok(error instanceof ProblemError && error.status === 422, String(error));
    return error.errors!.map(({ path }) => path);
  }
  throw new Error(`accepted ${query}`);
}

Deno.test("parseSummaryQuery() means the last 24 hours unless told otherwise", () => {
  const { from, to } = parseSummaryQuery(url(""), NOW);
  assert.deepEqual([from, to], [NOW + 1 - 24 * HOUR, NOW + 1]);
  const given = parseSummaryQuery(url("from=2026-11-01&to=2026-11-02&region=sul"), NOW);
  assert.deepEqual([given.to - given.from, given.region], [24 * HOUR, "sul"]);
});

Deno.test("parseTimeseriesQuery() fills metric, zone and a bucket that suits the period", () => {
  const query = parseTimeseriesQuery(url("metric=&bucket=&groupBy=&tz=&type="), NOW);
  assert.deepEqual([query.metric, query.bucket, query.groupBy, query.timeZone, query.filter.type], [
    "count",
    "hour",
    undefined,
    "UTC",
    undefined,
  ]);
  for (
    const [from, bucket] of [
      ["2026-11-22T11:00:00Z", "minute"],
      ["2026-11-20", "hour"],
      ["2026-10-01", "day"],
      ["2025-01-01", "week"],
      ["2010-01-01", "month"],
    ]
  ) assert.equal(parseTimeseriesQuery(url(`from=${from}`), NOW).bucket, bucket);
});

Deno.test("parseTimeseriesQuery() takes what was asked for", () => {
  const query = url("metric=p95&bucket=week&groupBy=region&tz=america/sao_paulo&type=error");
  const { filter, ...rest } = parseTimeseriesQuery(query, NOW);
  assert.equal(filter.type, "error");
  assert.deepEqual(rest, {
    metric: "p95",
    bucket: "week",
    groupBy: "region",
    timeZone: "America/Sao_Paulo",
  });
});

Deno.test("parseBreakdownQuery() needs a dimension", () => {
  assert.deepEqual(refusedPaths(parseBreakdownQuery, "metric=sum"), ["dimension"]);
  const { dimension, metric, limit } = parseBreakdownQuery(url("dimension=merchant"), NOW);
  assert.deepEqual([dimension, metric, limit], ["merchant", "count", 50]);
});

Deno.test("analytics queries refuse what is unknown or wrong, and name it", () => {
  for (
    const [parse, query, path] of [
      [parseSummaryQuery, "colour=red", "colour"],
      [parseSummaryQuery, "type[$ne]=x", "type[$ne]"],
      [parseSummaryQuery, "from=2026-11-23&to=2026-11-22", "to"],
      [parseSummaryQuery, "from=2027-01-01", "to"],
      [parseSummaryQuery, "bucket=day", "bucket"],
      [parseTimeseriesQuery, "metric=median", "metric"],
      [parseTimeseriesQuery, "bucket=year", "bucket"],
      [parseTimeseriesQuery, "groupBy=metadata", "groupBy"],
      [parseTimeseriesQuery, "groupBy=__proto__", "groupBy"],
      [parseTimeseriesQuery, "tz=Mars/Olympus", "tz"],
      [parseTimeseriesQuery, "tz=%2B03:00", "tz"],
      [parseBreakdownQuery, "dimension=value", "dimension"],
      [parseBreakdownQuery, "dimension=type&metric=p95", "metric"],
      [parseBreakdownQuery, "dimension=type&limit=0", "limit"],
      [parseBreakdownQuery, "dimension=type&tz=UTC", "tz"],
    ] as const
  ) assert.deepEqual(refusedPaths(parse, query), [path], query);
});
