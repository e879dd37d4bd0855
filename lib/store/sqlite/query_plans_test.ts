import assert from "node:assert/strict";
import { join } from "node:path";
import { DIMENSIONS } from "../../events/event.ts";
import { BUCKETS, type EventFilter } from "../events.ts";
import { readBreakdown } from "./breakdown.ts";
import { Database } from "./database.ts";
import { batchOf } from "./event_batch.ts";
import { readEvent, readNewest, readSince, readUserTotals } from "./event_reader.ts";
import { EventWriter } from "./event_writer.ts";
import { migrate } from "./migrations.ts";
import { readMinutes } from "./minutes.ts";
import { readSummary } from "./summary.ts";
import { readTimeseries } from "./timeseries.ts";

const DAY = 86_400_000;
const FROM = Date.parse("2026-01-01T10:20:30.456Z");
const RANGE = { from: FROM, to: FROM + 40 * DAY };

const FILTERS: EventFilter[] = [
  {},
  { type: "a" },
  { userId: "a" },
  { source: "a" },
  { region: "a" },
  { product: "a" },
  { category: "a" },
  { merchant: "a" },
  { type: "a", region: "a" },
  { userId: "a", type: "a", minValue: 1 },
  { region: "a", product: "a" },
  { minValue: 1, maxValue: 2 },
  { q: "a" },
  { type: "a", flagged: true },
  { q: "é" },
];

/** Every statement that `work` compiles, with the plan that SQLite makes for it. */
function plansOf(database: Database, work: () => void): Map<string, string[]> {
  const { connection } = database;
  const prepare = connection.prepare.bind(connection);
  const texts = new Set<string>();
  connection.prepare = (sql: string) => {
    texts.add(sql);
    return prepare(sql);
  };
  work();
  connection.prepare = prepare;
  return new Map([...texts].map((sql) => [
    sql,
    prepare(`EXPLAIN QUERY PLAN ${sql}`).all().map(({ detail }) => String(detail)),
  ]));
}

/** Tables of the file, as the statements name them. */
const TABLES =
  /^(SCAN|SEARCH) (events|e|rollups|r|user_days|user_spans|u|d|names|n|counters)\b(?! \(subquery)/;

/** What reads a whole table, or an index from its beginning to its end for an answer about a part. */
function faultsOf(plan: string[]): string[] {
  return plan.filter((step) => TABLES.test(step))
    // A name is looked for in all names only by text search, which no index can serve.
    .filter((step) => !/^SCAN names( USING COVERING INDEX .*)?$/.test(step))
    .filter((step) => step.startsWith("SCAN"));
}

async function withEvents(test: (database: Database) => void): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "vigia-test-" });
  const database = Database.openWriter(join(folder, "vigia.db"));
  try {
    migrate(database);
    const writer = new EventWriter(database);
    // Enough for each reader to go all its ways: several spans, more than one page.
    writer.append(batchOf(Array.from({ length: 300 }, (_, index) => ({
      id: `e${index}`,
      userId: "a",
      type: "a",
      value: index,
      timestamp: new Date(FROM - 5 * DAY + index * DAY / 5).toISOString(),
      metadata: { region: "a", product: "a", category: "a", merchant: "a" },
      source: "a",
      receivedAt: new Date(FROM).toISOString(),
    }))));
    writer.rollUp();
    test(database);
  } finally {
    database.close();
    await Deno.remove(folder, { recursive: true });
  }
}

/** A user's events are found by period and user, not by going through all of a period. */
function assertUsersAreSearched(plan: string[]): void {
  for (const step of plan.filter((step) => step.includes("events_by_user"))) {
    assert.match(step, /^SEARCH e USING (COVERING )?INDEX events_by_user \(<expr>=\? AND user=\?/);
  }
}

Deno.test("faultsOf finds a scan, so that the tests below can fail", () =>
  withEvents((database) => {
    const plans = plansOf(database, () => {
      database.all("SELECT count(*) FROM events AS e WHERE e.currency = 'BRL'");
    });
    assert.equal([...plans.values()].flatMap(faultsOf).length, 1);
  }));

Deno.test("analytics of every filter, dimension and bucket search an index", () =>
  withEvents((database) => {
    const plans = plansOf(database, () => {
      for (const conditions of FILTERS) {
        const filter = { ...conditions, ...RANGE };
        readSummary(database, filter);
        for (const dimension of DIMENSIONS) {
          for (const metric of ["count", "sum", "avg"] as const) {
            readBreakdown(database, { filter, dimension, metric, limit: 10 });
          }
          for (const metric of ["count", "avg", "max", "p95"] as const) {
            const query = { filter, metric, bucket: "day", timeZone: "Asia/Kolkata" } as const;
            readTimeseries(database, query);
            readTimeseries(database, { ...query, groupBy: dimension });
          }
        }
        for (const bucket of BUCKETS) {
          const short = { ...filter, to: filter.from + DAY };
          readTimeseries(database, { filter: short, metric: "sum", bucket, timeZone: "UTC" });
        }
      }
      readUserTotals(database, "a");
      for (const dimension of ["source", "region", "product", "category", "merchant"] as const) {
        readMinutes(database, { dimension, keys: ["a", "b"], from: FROM, to: FROM + DAY });
      }
    });
    assert.ok(plans.size > 100);
    for (const [sql, plan] of plans) {
      assert.deepEqual(faultsOf(plan), [], `${sql}\n${plan.join("\n")}`);
      assertUsersAreSearched(plan);
    }
  }));

Deno.test("lists of every filter, first page or not, are read in the order of an index", () =>
  withEvents((database) => {
    const plans = plansOf(database, () => {
      for (const filter of FILTERS) {
        for (const times of [{}, RANGE]) {
          for (const after of [null, { ts: FROM + 20 * DAY, seq: 40 }]) {
            readNewest(database, { ...filter, ...times }, after, 20);
          }
        }
      }
      readEvent(database, "e1");
      readSince(database, 10, 20);
    });
    for (const [sql, plan] of plans) {
      const steps = plan.filter((step) => TABLES.test(step) && / (e|events)\b/.test(step));
      // Without conditions on time a list begins at the newest event and ends when the page is full.
      const isPage = (step: string) => step === "SCAN e USING INDEX events_by_time";
      assert.deepEqual(faultsOf(plan).filter((step) => !isPage(step)), [], sql);
      assertUsersAreSearched(plan);
      if (steps.some((step) => step.includes("events_by_time"))) {
        assert.ok(!plan.some((step) => step.includes("ORDER BY")), `${sql}\n${plan.join("\n")}`);
      }
    }
  }));
