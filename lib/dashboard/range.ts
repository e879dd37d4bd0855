import type { Bucket } from "../store/events.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Periods that the dashboard offers, with the bucket in which each is drawn. */
export const PRESETS = {
  "1h": { lengthMs: HOUR_MS, bucket: "minute" },
  "24h": { lengthMs: DAY_MS, bucket: "hour" },
  "7d": { lengthMs: 7 * DAY_MS, bucket: "hour" },
  "30d": { lengthMs: 30 * DAY_MS, bucket: "day" },
} as const;
export type Preset = keyof typeof PRESETS;
export type ChartBucket = Extract<Bucket, "minute" | "hour" | "day">;

/** A period of the dashboard; times in epoch milliseconds, `to` exclusive. */
export interface DashboardRange {
  preset: Preset | "custom";
  from: number;
  to: number;
  bucket: ChartBucket;
}

function isPreset(text: string): text is Preset {
  return Object.hasOwn(PRESETS, text);
}

/** A bucket that draws 12 to about 200 bars. */
function bucketFor(lengthMs: number): ChartBucket {
  if (lengthMs <= 3 * HOUR_MS) return "minute";
  return lengthMs <= 8 * DAY_MS ? "hour" : "day";
}

/** Date fields of a form send no zone; the form says that they are UTC. */
function parseTime(text: string | null): number {
  return Date.parse(text !== null && /T\d\d:\d\d(:\d\d)?$/.test(text) ? `${text}Z` : text ?? "");
}

/**
 * The period that `range`, `from` and `to` of a query ask for, relative to `now`; anything that
 * cannot be meant (unknown name, reversed or endless custom range) gives the last 24 hours.
 */
export function parseRange(query: URLSearchParams, now: number): DashboardRange {
  const from = parseTime(query.get("from"));
  const to = parseTime(query.get("to"));
  if (query.get("range") === "custom" && from < to && to - from <= 366 * DAY_MS) {
    return { preset: "custom", from, to, bucket: bucketFor(to - from) };
  }
  const name = query.get("range") ?? "24h";
  const preset = isPreset(name) ? name : "24h";
  const { lengthMs, bucket } = PRESETS[preset];
  return { preset, from: now - lengthMs, to: now, bucket };
}
