import assert from "node:assert/strict";
import { ProblemError } from "../http/problem.ts";
import { parseListQuery, toRangedFilter } from "./filter_query.ts";

const url = (query: string) => new URL(`http://localhost/events?${query}`);
const filterOf = (query: string) => parseListQuery(url(query)).filter;

/** Paths of the errors of a refused query. */
function refusedPaths(query: string): string[] {
  try {
    parseListQuery(url(query));
  } catch (error) {
    assert.ok(error instanceof ProblemError && error.status === 422);
    return error.errors!.map(({ path }) => path);
  }
  throw new Error(`accepted ${query}`);
}

Deno.test("parseListQuery() reads every filter, limit and cursor", () => {
  const query = new URLSearchParams({
    type: "purchase",
    userId: "João",
    source: "shop",
    region: "sul",
    product: "Camiseta",
    category: "roupas",
    merchant: "m",
    from: "2026-11-01T00:00:00-03:00",
    to: "2026-11-02",
    minValue: "-1.5",
    maxValue: "20",
    q: "a%b_c*",
    limit: "500",
    cursor: "abc",
  });
  assert.deepEqual(parseListQuery(url(String(query))), {
    filter: {
      type: "purchase",
      userId: "João",
      source: "shop",
      region: "sul",
      product: "Camiseta",
      category: "roupas",
      merchant: "m",
      from: Date.UTC(2026, 10, 1, 3),
      to: Date.UTC(2026, 10, 2),
      minValue: -1.5,
      maxValue: 20,
      q: "a%b_c*",
    },
    page: { limit: 500, cursor: "abc" },
  });
});

Deno.test("parseListQuery() takes what a form left empty as no condition", () => {
  const filter = filterOf("type=&userId=&from=&to=&minValue=&maxValue=&q=");
  assert.ok(Object.values(filter).every((value) => value === undefined));
});

Deno.test("parseListQuery() understands a plus sign that was not escaped", () => {
  assert.equal(filterOf("from=2026-11-01T00:00:00+02:00").from, Date.UTC(2026, 9, 31, 22));
});

Deno.test("parseListQuery() refuses what is unknown, wrong or given twice, and names it", () => {
  for (
    const [query, path] of [
      ["userId[$ne]=1", "userId[$ne]"],
      ["type[$regex]=.*", "type[$regex]"],
      ["colour=red", "colour"],
      ["type=a&type=b", "type"],
      ["type=a%00b", "type"],
      ["from=yesterday", "from"],
      ["from=2026-02-30", "from"],
      ["to=2026-11-01T00:00:00", "to"],
      ["to=1764000000000", "to"],
      ["minValue=1e999", "minValue"],
      ["minValue=0x10", "minValue"],
      ["maxValue=NaN", "maxValue"],
      ["maxValue=%7B%22$gt%22:1%7D", "maxValue"],
      ["limit=0", "limit"],
      ["limit=501", "limit"],
      ["limit=all", "limit"],
      [`q=${"x".repeat(201)}`, "q"],
      ["from=2026-11-02&to=2026-11-01", "to"],
      ["from=2026-11-02&to=2026-11-02", "to"],
      ["minValue=2&maxValue=1", "maxValue"],
    ]
  ) assert.deepEqual(refusedPaths(query!), [path], query);
});

Deno.test("toRangedFilter() ends now and begins 24 hours before its end", () => {
  const now = Date.UTC(2026, 10, 22);
  const day = 86_400_000;
  assert.deepEqual(
    [toRangedFilter({}, now), toRangedFilter({ to: now - 5 }, now)].map((
      { from, to },
    ) => [from, to]),
    [[now + 1 - day, now + 1], [now - 5 - day, now - 5]],
  );
  const given = toRangedFilter({ from: now - 10, type: "login" }, now);
  assert.deepEqual([given.from, given.to, given.type], [now - 10, now + 1, "login"]);
  assert.throws(() => toRangedFilter({ from: now + 10 }, now), ProblemError);
});
