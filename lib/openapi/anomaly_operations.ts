import { ANOMALY_KINDS, anomalyQuery, type PublicAnomaly } from "../anomalies/anomaly.ts";
import {
  anomalyComponent,
  anomalyFeedbackComponent,
  anomalyListComponent,
  watchedSeriesComponent,
} from "./anomaly_schemas.ts";
import { json, type Operation, parameters } from "./operation.ts";
import { PAGE_TEXTS, pathParameter, TIME, TIME_SCHEMA } from "./shared_parameters.ts";

const ANOMALY: PublicAnomaly = {
  id: "019ac0a1-70c4-7e11-a1f3-0d2b9c8e7f66",
  seriesKey: "count:error",
  kind: "count",
  type: "error",
  dimension: null,
  dimensionValue: null,
  metric: "count",
  direction: "high",
  score: 14.2,
  startedAt: "2026-11-26T12:00:00.000Z",
  noticedAt: "2026-11-26T12:00:00.000Z",
  lastAt: "2026-11-26T12:05:00.000Z",
  endedAt: null,
  observed: 60,
  expected: 6,
  low: 0,
  high: 14,
  times: 10,
  windowMs: 300_000,
  reasons: [{
    text: "60 error events in 5 minutes, 10 times the 6 expected; usual in 5 minutes now: 0 to 14",
    share: 100,
  }],
  feedback: null,
  eventId: null,
  userId: null,
};
const BY_ID = pathParameter("id", "Id of the anomaly.", ANOMALY.id);
const NO_ANOMALY = "There is no anomaly with this id.";

export const ANOMALY_OPERATIONS: readonly Operation[] = [
  {
    id: "listAnomalies",
    method: "get",
    path: "/api/v1/anomalies",
    tag: "Anomalies",
    summary: "List anomalies",
    description: "Newest first. The live topic `anomalies` sends each one that is new or changed.",
    permission: "anomalies:read",
    query: parameters(anomalyQuery, {
      kind: {
        description: "Only of counts, shares, gauges or single records.",
        schema: { type: "string", enum: [...ANOMALY_KINDS] },
      },
      type: { description: "Only of events of exactly this type." },
      open: {
        description: "Only those that go on, or only those that are over.",
        schema: { type: "boolean" },
        example: "true",
      },
      from: { description: `Noticed from then on. ${TIME}`, schema: TIME_SCHEMA },
      to: { description: `Noticed before then. ${TIME}`, schema: TIME_SCHEMA },
      ...PAGE_TEXTS,
    }),
    answers: {
      200: {
        description: "A page.",
        content: json(anomalyListComponent, { items: [ANOMALY], next: null }),
      },
    },
  },
  {
    id: "listWatchedSeries",
    method: "get",
    path: "/api/v1/anomalies/series",
    tag: "Anomalies",
    summary: "List the series that are watched",
    description:
      "Counts of each type of events and of errors of each region, the share of errors " +
      "among all events, sums of money, means of durations and waiting jobs, in buckets of five minutes. A " +
      "series is judged after two days of traffic.",
    permission: "anomalies:read",
    answers: {
      200: {
        description: "All of them, by name.",
        content: json(watchedSeriesComponent, {
          bucketMs: 300_000,
          until: "2026-11-26T12:05:00.000Z",
          series: [{
            seriesKey: "count:error",
            kind: "count",
            type: "error",
            metric: "count",
            dimension: null,
            dimensionValue: null,
            learning: false,
            readyAt: null,
            activeAt: "2026-11-26T12:00:00.000Z",
            expected: 6,
            low: 0,
            high: 14,
            anomalyId: ANOMALY.id,
          }],
        }),
      },
    },
  },
  {
    id: "getAnomaly",
    method: "get",
    path: "/api/v1/anomalies/{id}",
    tag: "Anomalies",
    summary: "Read an anomaly",
    permission: "anomalies:read",
    pathParameters: BY_ID,
    answers: { 200: { description: "The anomaly.", content: json(anomalyComponent, ANOMALY) } },
    errors: { 404: NO_ANOMALY },
  },
  {
    id: "giveAnomalyFeedback",
    method: "post",
    path: "/api/v1/anomalies/{id}/feedback",
    tag: "Anomalies",
    summary: "Say whether an anomaly was useful",
    permission: "anomalies:manage",
    pathParameters: BY_ID,
    body: {
      description: "What somebody says of it.",
      content: json(anomalyFeedbackComponent, { feedback: "useful" }),
    },
    answers: {
      200: {
        description: "The anomaly.",
        content: json(anomalyComponent, { ...ANOMALY, feedback: "useful" }),
      },
    },
    errors: { 404: NO_ANOMALY },
  },
];
