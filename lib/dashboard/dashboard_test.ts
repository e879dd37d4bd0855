import assert from "node:assert/strict";
import { feedQuery, matchesFeed, parseFeedFilter, withFeedFilter } from "./feed_filter.ts";
import { parseRange } from "./range.ts";
import type { Event } from "../events/event.ts";

const NOW = Date.UTC(2026, 4, 20, 12, 30);
const query = (text: string) => new URLSearchParams(text);

Deno.test("parseRange() gives the asked period and 24 h for what cannot be meant", () => {
  assert.deepEqual(parseRange(query("range=7d"), NOW), {
    preset: "7d",
    from: NOW - 7 * 86_400_000,
    to: NOW,
    bucket: "hour",
  });
  for (
    const text of [
      "",
      "range=9y",
      "range=toString",
      "range=custom",
      "range=custom&from=2026-05-02T00:00:00Z&to=2026-05-01T00:00:00Z",
      "range=custom&from=1970-01-01T00:00:00Z&to=2026-05-01T00:00:00Z",
    ]
  ) assert.equal(parseRange(query(text), NOW).preset, "24h", text);
});

Deno.test("parseRange() chooses a bucket that keeps a custom period readable", () => {
  const bucket = (from: string, to: string) =>
    parseRange(query(`range=custom&from=${from}&to=${to}`), NOW).bucket;
  assert.equal(bucket("2026-05-01T00:00:00Z", "2026-05-01T02:00:00Z"), "minute");
  assert.equal(bucket("2026-05-01T00:00:00Z", "2026-05-04T00:00:00Z"), "hour");
  assert.equal(bucket("2026-03-01T00:00:00Z", "2026-05-04T00:00:00Z"), "day");
});

const sale: Event = {
  id: "1",
  userId: "ana",
  type: "purchase",
  value: 10,
  timestamp: "2026-05-20T10:15:00.000Z",
  metadata: { product: "Mug", region: "SP" },
  source: "shop",
  receivedAt: "2026-05-20T10:15:01.000Z",
};

Deno.test("matchesFeed() needs every condition, and the bucket when there is one", () => {
  assert.ok(matchesFeed(sale, {}, "hour"));
  assert.ok(matchesFeed(sale, { product: "Mug", at: "2026-05-20T10:00:00.000Z" }, "hour"));
  assert.ok(!matchesFeed(sale, { product: "Mug", at: "2026-05-20T11:00:00.000Z" }, "hour"));
  assert.ok(!matchesFeed(sale, { product: "Pen" }, "hour"));
});

Deno.test("withFeedFilter() replaces the filter in the address and keeps the period", () => {
  const next = withFeedFilter(query("range=7d&product=Pen&at=x"), { region: "SP" });
  assert.equal(next.toString(), "range=7d&region=SP");
  assert.deepEqual(parseFeedFilter(next), { region: "SP" });
  assert.deepEqual(parseFeedFilter(query("at=never&type=")), {});
});

Deno.test("feedQuery() asks the events API for the bucket's time", () => {
  const asked = feedQuery({ type: "purchase", at: "2026-05-20T10:00:00.000Z" }, "hour");
  assert.equal(asked.get("to"), "2026-05-20T11:00:00.000Z");
});
