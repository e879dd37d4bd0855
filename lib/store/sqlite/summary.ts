import type { RangedFilter, Summary } from "../events.ts";
import type { Database } from "./database.ts";
import { type FactsQuery, factsSql, isOfPeriodOnly, SUM_COLUMNS } from "./facts.ts";
import { Parameters } from "./parameters.ts";
import { sumOf, valueOf } from "./units.ts";
import { readUserActivity, type UserActivity } from "./user_activity.ts";

const TOP = 10;

interface TotalsRow {
  name: string;
  count: number;
  /** In 1/10,000. */
  sum: bigint;
}

/** Totals per key, in the given order. */
function readTotals(
  database: Database,
  query: Omit<FactsQuery, "measures" | "periods"> & { filter: RangedFilter },
  order: string,
  limit: number,
): TotalsRow[] {
  const parameters = new Parameters();
  const { from, to } = query.filter;
  const facts = factsSql(
    database,
    { ...query, periods: [{ from, to }], measures: ["events", "sum"] },
    parameters,
  );
  const rows = database.all(
    `${facts}
    SELECT name, sum(events) AS count, ${SUM_COLUMNS}
    FROM facts JOIN names ON names.code = facts.key
    GROUP BY key HAVING sum(events) > 0
    ORDER BY ${order}, name LIMIT ${limit}`,
    ...parameters.values,
  );
  return rows.map((row) => ({
    name: String(row.name),
    count: Number(row.count),
    sum: sumOf(Number(row.billions), Number(row.units)),
  }));
}

/** The key numbers of a period. Every part of the answer is of one state of the store. */
export function readSummary(database: Database, filter: RangedFilter): Summary {
  return database.snapshot(() => {
    const byType = readTotals(database, { filter, key: "type" }, "count DESC", -1);
    const ofType = (type: string) => byType.find(({ name }) => name === type);
    const purchases = ofType("purchase");
    const orders = purchases?.count ?? 0;
    const { users, top } = readUsers(database, filter);
    return {
      from: new Date(filter.from).toISOString(),
      to: new Date(filter.to).toISOString(),
      events: byType.reduce((sum, { count }) => sum + count, 0),
      revenue: valueOf((purchases?.sum ?? 0n) - (ofType("refund")?.sum ?? 0n)),
      orders,
      averageTicket: orders === 0 ? 0 : valueOf(purchases?.sum ?? 0n) / orders,
      errors: ofType("error")?.count ?? 0,
      activeUsers: users,
      byType: byType.map(({ name, count, sum }) => ({ type: name, count, value: valueOf(sum) })),
      topUsers: top,
      topProducts: readOfType(database, filter, "purchase", "product")
        .map(({ name, count, sum }) => ({ product: name, count, value: valueOf(sum) })),
      errorsByRegion: readOfType(database, filter, "error", "region")
        .map(({ name, count }) => ({ region: name, count })),
    };
  });
}

function readOfType(
  database: Database,
  filter: RangedFilter,
  type: string,
  key: "product" | "region",
): TotalsRow[] {
  if (filter.type !== undefined && filter.type !== type) return [];
  const order = key === "product" ? "billions DESC, units DESC" : "count DESC";
  return readTotals(
    database,
    { filter: { ...filter, type }, key },
    order,
    key === "product" ? TOP : -1,
  );
}

function readUsers(database: Database, filter: RangedFilter): UserActivity {
  if (isOfPeriodOnly(filter)) return readUserActivity(database, filter, TOP);
  const parameters = new Parameters();
  const facts = factsSql(
    database,
    {
      filter,
      key: "userId",
      periods: [{ from: filter.from, to: filter.to }],
      measures: ["events", "sum"],
    },
    parameters,
  );
  const rows = database.all(
    `${facts},
    activity AS MATERIALIZED (
      SELECT key, sum(events) AS n, ${SUM_COLUMNS} FROM facts GROUP BY key
    )
    SELECT (SELECT count(*) FROM activity) AS users, name, n, billions, units
    FROM activity JOIN names ON names.code = activity.key
    ORDER BY n DESC, name LIMIT ${TOP}`,
    ...parameters.values,
  );
  return {
    users: Number(rows[0]?.users ?? 0),
    top: rows.map((row) => ({
      userId: String(row.name),
      count: Number(row.n),
      value: valueOf(sumOf(Number(row.billions), Number(row.units))),
    })),
  };
}
