import type { BreakdownItem, BreakdownQuery } from "../events.ts";
import type { Database } from "./database.ts";
import { addedUp, factsSql, type Measure } from "./facts.ts";
import { Parameters } from "./parameters.ts";
import { BILLION, sumOf, valueOf } from "./units.ts";

const ORDER = {
  count: "events DESC",
  sum: "billions DESC, units DESC",
  avg: `(billions * ${BILLION}.0 + units) / valued DESC`,
} as const;

/** The values of a dimension by a metric, largest first. Shares are of all values, listed or not. */
export function readBreakdown(database: Database, query: BreakdownQuery): BreakdownItem[] {
  const { filter, dimension, metric, limit } = query;
  const measures: Measure[] = metric === "count" ? ["events"] : ["events", "valued", "sum"];
  const parameters = new Parameters();
  const rows = database.snapshot(() => {
    const facts = factsSql(database, {
      filter,
      key: dimension,
      periods: [{ from: filter.from, to: filter.to }],
      measures,
    }, parameters);
    // Negative sums have no share, so that the shares of the others stay parts of a whole.
    const whole = metric === "sum"
      ? `sum(iif(billions < 0, 0, billions)) AS whole_billions,
        sum(iif(billions < 0, 0, units)) AS whole_units`
      : "sum(events) AS whole";
    return database.all(
      `${facts},
      grouped AS MATERIALIZED (
        SELECT key, ${addedUp(measures)} FROM facts GROUP BY key HAVING sum(events) > 0
      ),
      total AS (SELECT ${whole} FROM grouped)
      SELECT * FROM grouped CROSS JOIN total JOIN names ON names.code = key
      ${metric === "avg" ? "WHERE valued > 0" : ""}
      ORDER BY ${ORDER[metric]}, name LIMIT ${parameters.bind(limit)}`,
      ...parameters.values,
    );
  });
  return rows.map((row) => {
    const key = String(row.name);
    const events = Number(row.events);
    if (metric === "count") return { key, value: events, share: events / Number(row.whole) };
    const value = valueOf(sumOf(Number(row.billions), Number(row.units)));
    if (metric === "avg") {
      return { key, value: value / Number(row.valued), share: events / Number(row.whole) };
    }
    const whole = valueOf(sumOf(Number(row.whole_billions), Number(row.whole_units)));
    return { key, value, share: value <= 0 || whole === 0 ? 0 : value / whole };
  });
}
