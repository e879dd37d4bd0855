import type { DashboardData } from "../../dashboard/dashboard_data.ts";

const BUCKET_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Places of the buckets that the period covers in part only: the first when the period begins inside
 * it, the last while it is still filling. They are lower than they would be, for no reason of sales.
 */
export function partialBuckets({ sales, range }: Pick<DashboardData, "sales" | "range">): number[] {
  const first = sales[0];
  const last = sales.at(-1);
  const places = new Set<number>();
  if (first !== undefined && Date.parse(first.t) < range.from) places.add(0);
  if (last !== undefined && Date.parse(last.t) + BUCKET_MS[range.bucket] > range.to) {
    places.add(sales.length - 1);
  }
  return [...places];
}
