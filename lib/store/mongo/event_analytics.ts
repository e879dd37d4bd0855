import type { AggregateOptions, Decimal128, Document } from "mongodb";
import type {
  BreakdownItem,
  BreakdownQuery,
  MinutesQuery,
  MinuteTotals,
  RangedFilter,
  Series,
  Summary,
  TimeseriesQuery,
  UserTotals,
} from "../events.ts";
import type { EventCollections } from "./event_collections.ts";
import { numberOf } from "./event_document.ts";
import { type Rows, rowsOf, type RowsQuery } from "./event_periods.ts";
import { minutesOf } from "./event_minutes.ts";
import { timeseriesOf } from "./event_timeseries.ts";
import { historyIds } from "./rollup_rows.ts";

/** Sorting and grouping of a long period may need more than the server gives one query in memory. */
const AGGREGATE: AggregateOptions = { allowDiskUse: true };
const TOP = 10;

/** Sums of `count` and `amount` by `expression`. */
function totalsBy(expression: string | null): Document {
  return { $group: { _id: expression, count: { $sum: "$count" }, amount: { $sum: "$amount" } } };
}

interface Totals {
  _id: string;
  count: number;
  amount: Decimal128 | number;
}

/** Questions about periods. All adding up happens in the server. */
export class EventAnalytics {
  readonly #collections: EventCollections;

  constructor(collections: EventCollections) {
    this.#collections = collections;
  }

  /** Runs an aggregation that begins with rows. */
  #ask(rows: Rows, ...stages: Document[]): Promise<Document[]> {
    return this.#collections[rows.collection]
      .aggregate([...rows.stages, ...stages], AGGREGATE).toArray();
  }

  async summary(filter: RangedFilter): Promise<Summary> {
    const [[total], [users], topProducts, errorsByRegion] = await Promise.all([
      this.#types(filter),
      this.#ask(rowsOf({ filter, groupBy: "userId" }), totalsBy("$key"), {
        $facet: {
          active: [{ $count: "users" }],
          top: [{ $sort: { count: -1, _id: 1 } }, { $limit: TOP }],
        },
      }),
      this.#ofType("purchase", { filter, groupBy: "product" }, [
        { $sort: { amount: -1, _id: 1 } },
        { $limit: TOP },
      ]),
      this.#ofType("error", { filter, groupBy: "region" }, [{ $sort: { count: -1, _id: 1 } }]),
    ]);
    const sums = total?.sums[0] ?? {};
    const orders = Number(sums.orders ?? 0);
    return {
      from: new Date(filter.from).toISOString(),
      to: new Date(filter.to).toISOString(),
      events: Number(sums.events ?? 0),
      revenue: numberOf(sums.revenue),
      orders,
      averageTicket: orders === 0 ? 0 : numberOf(sums.purchases) / orders,
      errors: Number(sums.errors ?? 0),
      activeUsers: Number(users?.active[0]?.users ?? 0),
      byType: typeTotals(total?.byType ?? []),
      topUsers: (users?.top ?? []).map(({ _id, count, amount }: Totals) => ({
        userId: _id,
        count: Number(count),
        value: numberOf(amount),
      })),
      topProducts: topProducts.map(({ _id, count, amount }) => ({
        product: _id,
        count: Number(count),
        value: numberOf(amount),
      })),
      errorsByRegion: errorsByRegion.map(({ _id, count }) => ({
        region: _id,
        count: Number(count),
      })),
    };
  }

  #types(filter: RangedFilter): Promise<Document[]> {
    const of = (type: string, field: string) => ({
      $sum: { $cond: [{ $eq: ["$_id", type] }, field, 0] },
    });
    return this.#ask(rowsOf({ filter, groupBy: "type" }), totalsBy("$key"), {
      $facet: {
        byType: [{ $sort: { count: -1, _id: 1 } }],
        sums: [
          {
            $group: {
              _id: null,
              events: { $sum: "$count" },
              orders: of("purchase", "$count"),
              errors: of("error", "$count"),
              purchases: of("purchase", "$amount"),
              refunds: of("refund", "$amount"),
            },
          },
          { $addFields: { revenue: { $subtract: ["$purchases", "$refunds"] } } },
        ],
      },
    });
  }

  /** Totals by key over the events of one type, which the filter may exclude. */
  #ofType(type: string, query: RowsQuery, stages: Document[]): Promise<Document[]> {
    const { filter } = query;
    if (filter.type !== undefined && filter.type !== type) return Promise.resolve([]);
    return this.#ask(
      rowsOf({ ...query, filter: { ...filter, type } }),
      totalsBy("$key"),
      ...stages,
    );
  }

  async breakdown(query: BreakdownQuery): Promise<BreakdownItem[]> {
    const { filter, dimension, metric, limit } = query;
    const value = metric === "count"
      ? "$count"
      : metric === "sum"
      ? "$amount"
      : { $divide: ["$amount", "$valued"] };
    const [answer] = await this.#ask(
      rowsOf({ filter, groupBy: dimension }),
      {
        $group: {
          _id: "$key",
          count: { $sum: "$count" },
          valued: { $sum: "$valued" },
          amount: { $sum: "$amount" },
        },
      },
      // A part of a whole cannot be negative; refunds and corrections count as nothing.
      { $addFields: { weight: metric === "sum" ? { $max: ["$amount", 0] } : "$count" } },
      {
        $facet: {
          whole: [{ $group: { _id: null, weight: { $sum: "$weight" } } }],
          items: [
            ...(metric === "avg" ? [{ $match: { valued: { $gt: 0 } } }] : []),
            { $project: { weight: 1, value } },
            { $sort: { value: -1, _id: 1 } },
            { $limit: limit },
          ],
        },
      },
    );
    const whole = numberOf(answer?.whole[0]?.weight);
    return (answer?.items ?? []).map((item: Document) => ({
      key: item._id,
      value: numberOf(item.value),
      share: whole === 0 ? 0 : numberOf(item.weight) / whole,
    }));
  }

  async minutes(query: MinutesQuery): Promise<MinuteTotals[]> {
    return await minutesOf(this.#collections.events, query);
  }

  timeseries(query: TimeseriesQuery): Promise<Series[]> {
    return timeseriesOf(query, (rows, ...stages) => this.#ask(rows, ...stages));
  }

  async userTotals(userId: string): Promise<UserTotals> {
    const seen = (direction: 1 | -1) =>
      this.#collections.events.findOne({ userId }, {
        sort: { timestamp: direction, seq: direction },
        projection: { timestamp: 1 },
      });
    const [types, first, last] = await Promise.all([
      this.#collections.rollups.aggregate<Totals>([
        { $match: { _id: historyIds("userId", userId), key: { $eq: userId } } },
        totalsBy("$type"),
        { $sort: { count: -1, _id: 1 } },
        { $group: { _id: null, events: { $sum: "$count" }, byType: { $push: "$$ROOT" } } },
      ], AGGREGATE).toArray() as Promise<Document[]>,
      seen(1),
      seen(-1),
    ]);
    return {
      userId,
      events: Number(types[0]?.events ?? 0),
      firstSeen: first?.timestamp.toISOString() ?? null,
      lastSeen: last?.timestamp.toISOString() ?? null,
      byType: typeTotals(types[0]?.byType ?? []),
    };
  }

  async count(): Promise<number> {
    const [all] = await this.#collections.rollups.aggregate([
      { $match: { _id: historyIds("all", "") } },
      totalsBy(null),
    ], AGGREGATE).toArray();
    return Number(all?.count ?? 0);
  }
}

function typeTotals(totals: Totals[]): { type: string; count: number; value: number }[] {
  return totals.map(({ _id, count, amount }) => ({
    type: _id,
    count: Number(count),
    value: numberOf(amount),
  }));
}
