import { z } from "zod";
import { breakdownSchema, summarySchema, timeseriesSchema } from "../analytics/analytics_query.ts";
import { PRESETS } from "../dashboard/range.ts";
import { DIMENSIONS } from "../events/event.ts";
import { BUCKETS, METRICS } from "../store/events.ts";
import {
  breakdownComponent,
  dashboardComponent,
  summaryComponent,
  timeseriesComponent,
} from "./analytics_schemas.ts";
import { EVENT_EXAMPLE, SUMMARY_EXAMPLE } from "./examples.ts";
import { json, type Operation, parameters } from "./operation.ts";
import { PAGE_TEXTS, RANGED_FILTER_TEXTS } from "./shared_parameters.ts";

const TIME_ZONE = "IANA name; days, weeks and months begin at this zone's midnight.";
const DASHBOARD_FROM = Date.parse(SUMMARY_EXAMPLE.from);
const DASHBOARD_TO = Date.parse(SUMMARY_EXAMPLE.to);

export const ANALYTICS_OPERATIONS: readonly Operation[] = [
  {
    id: "getSummary",
    method: "get",
    path: "/api/v1/analytics/summary",
    tag: "Analytics",
    summary: "Read the key figures",
    permission: "analytics:read",
    query: parameters(summarySchema, RANGED_FILTER_TEXTS),
    answers: {
      200: { description: "The figures.", content: json(summaryComponent, SUMMARY_EXAMPLE) },
    },
  },
  {
    id: "getTimeseries",
    method: "get",
    path: "/api/v1/analytics/timeseries",
    tag: "Analytics",
    summary: "Read a metric over time",
    description: "With `groupBy` one series for each value: the largest 20 and, if there are " +
      "more, the rest as `other`.",
    permission: "analytics:read",
    query: parameters(timeseriesSchema, {
      ...RANGED_FILTER_TEXTS,
      type: { ...RANGED_FILTER_TEXTS.type, example: "purchase" },
      metric: {
        description: "`count` counts events, the others are of `value`.",
        schema: { type: "string", enum: [...METRICS], default: "count" },
        example: "sum",
      },
      bucket: {
        description: "Width of a point. Default: one that gives at most about 200 of them.",
        schema: { type: "string", enum: [...BUCKETS] },
        example: "hour",
      },
      groupBy: {
        description: "Dimension of the series.",
        schema: { type: "string", enum: [...DIMENSIONS] },
      },
      tz: { description: TIME_ZONE, schema: { type: "string", maxLength: 64, default: "UTC" } },
    }),
    answers: {
      200: {
        description: "The series.",
        content: json(timeseriesComponent, {
          series: [{
            key: "all",
            points: [
              { t: "2026-11-22T10:00:00.000Z", value: 0 },
              { t: "2026-11-22T11:00:00.000Z", value: 259.8 },
            ],
          }],
        }),
      },
    },
    errors: { 422: "A parameter is wrong, or the period has too many buckets." },
  },
  {
    id: "getBreakdown",
    method: "get",
    path: "/api/v1/analytics/breakdown",
    tag: "Analytics",
    summary: "Read a metric by dimension",
    permission: "analytics:read",
    query: parameters(breakdownSchema, {
      ...RANGED_FILTER_TEXTS,
      dimension: {
        description: "What to break it down by.",
        schema: { type: "string", enum: [...DIMENSIONS] },
        example: "region",
      },
      metric: {
        description: "`count` counts events, the others are of `value`.",
        schema: { type: "string", enum: ["count", "sum", "avg"], default: "count" },
      },
      limit: PAGE_TEXTS.limit,
    }),
    answers: {
      200: {
        description: "The values, largest first.",
        content: json(breakdownComponent, {
          items: [{ key: "SP", value: 3, share: 0.75 }, { key: "RJ", value: 1, share: 0.25 }],
        }),
      },
    },
  },
  {
    id: "getDashboard",
    method: "get",
    path: "/api/v1/dashboard",
    tag: "Analytics",
    summary: "Read what the dashboard draws",
    description: "Key figures of a period and of the one before it, sales over time and the last " +
      "sales, in one answer. What cannot be meant gives the last 24 hours.",
    permission: "analytics:read",
    query: parameters(
      z.object({
        range: z.string().optional(),
        from: z.string().optional(),
        to: z.string().optional(),
        tz: z.string().optional(),
      }),
      {
        range: {
          description: "The period; `custom` goes from `from` to `to`.",
          schema: { type: "string", enum: [...Object.keys(PRESETS), "custom"], default: "24h" },
          example: "24h",
        },
        from: {
          description: "Start, for `custom`.",
          schema: { type: "string", format: "date-time" },
        },
        to: { description: "End, for `custom`.", schema: { type: "string", format: "date-time" } },
        tz: { description: `${TIME_ZONE} Default: the browser's.` },
      },
    ),
    answers: {
      200: {
        description: "The figures.",
        content: json(dashboardComponent, {
          range: { preset: "24h", from: DASHBOARD_FROM, to: DASHBOARD_TO, bucket: "hour" },
          timeZone: "UTC",
          summary: SUMMARY_EXAMPLE,
          previous: { ...SUMMARY_EXAMPLE, to: SUMMARY_EXAMPLE.from },
          sales: [{ t: "2026-11-22T11:00:00.000Z", value: 259.8 }],
          errors: [{ t: "2026-11-22T11:55:00.000Z", value: 1, low: 0, high: 4.2 }],
          happenings: [{
            kind: "alert",
            id: "019ac0a1-70c4-7e11-a1f3-0d2b9c8e7f67",
            from: 1795694580000,
            to: null,
            alertname: "ErrorSpike",
            severity: "critical",
          }],
          lastSales: [EVENT_EXAMPLE],
          seq: 1042,
          loadedAt: DASHBOARD_TO,
        }),
      },
    },
  },
];
