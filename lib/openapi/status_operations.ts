import { z } from "zod";
import { answerComponent, json, type Operation, text } from "./operation.ts";
import { healthReportComponent, statusComponent } from "./status_schemas.ts";

export const STATUS_OPERATIONS: readonly Operation[] = [
  {
    id: "getStatus",
    method: "get",
    path: "/",
    tag: "Running",
    summary: "Ask whether Vigia is there",
    description: "With `Accept: application/json` it answers without a session. Browsers get the " +
      "dashboard, which needs `analytics:read`.",
    permission: "analytics:read",
    isOpen: true,
    answers: {
      200: {
        description: "It is there.",
        content: {
          ...json(statusComponent, { status: "ok", version: "0.1.0" }),
          ...text("text/html", "The dashboard.", "<!DOCTYPE html>…"),
        },
      },
    },
  },
  {
    id: "getLiveness",
    method: "get",
    path: "/healthz/live",
    tag: "Running",
    summary: "Ask whether the process runs",
    permission: "public",
    answers: {
      200: {
        description: "It runs.",
        content: json(
          answerComponent("Liveness", z.object({ status: z.literal("live") }), {
            description: "That the process runs.",
          }),
          { status: "live" },
        ),
      },
    },
  },
  {
    id: "getReadiness",
    method: "get",
    path: "/healthz/ready",
    tag: "Running",
    summary: "Ask whether requests can be served",
    permission: "public",
    answers: {
      200: {
        description: "Every part works.",
        content: json(healthReportComponent, {
          status: "ready",
          checks: {
            store: { status: "ok", durationMs: 1 },
            queue: { status: "ok", durationMs: 2 },
          },
        }),
      },
    },
    problems: {
      503: {
        description: "A part fails; `checks` says which.",
        content: json(healthReportComponent, {
          status: "failing",
          checks: {
            store: { status: "failing", durationMs: 2000 },
            queue: { status: "ok", durationMs: 2 },
          },
        }),
      },
    },
  },
  {
    id: "getMetrics",
    method: "get",
    path: "/metrics",
    tag: "Running",
    summary: "Read metrics for Prometheus",
    description: "Asked from the same machine it needs nobody; from elsewhere a key that has " +
      "`metrics:read`.",
    permission: "public",
    answers: {
      200: {
        description: "The metrics.",
        content: text(
          "text/plain",
          "Prometheus text format.",
          "# HELP vigia_live_subscribers Readers of the live log.\n" +
            "# TYPE vigia_live_subscribers gauge\nvigia_live_subscribers 2\n",
        ),
      },
    },
    errors: {
      401: "Asked from elsewhere without a key.",
      403: "The key has no `metrics:read`.",
    },
  },
  {
    id: "loadSampleData",
    method: "post",
    path: "/api/v1/sample-data",
    tag: "Running",
    summary: "Load sample data",
    description: "Fills an empty store with 30 days of a small synthetic shop.",
    permission: "events:write",
    answers: {
      201: {
        description: "It is there.",
        content: json(
          answerComponent(
            "SampleData",
            z.object({ inserted: z.number().int().min(0).describe("Number of events.") }),
            { description: "How much was loaded." },
          ),
          { inserted: 100_000 },
        ),
      },
    },
    errors: { 409: "The store has events already." },
  },
  {
    id: "getOpenApiDocument",
    method: "get",
    path: "/openapi.json",
    tag: "Running",
    summary: "Read this document",
    permission: "public",
    answers: {
      200: {
        description: "OpenAPI 3.1.",
        content: {
          "application/json": { schema: { type: "object" }, examples: {} },
        },
      },
    },
  },
  {
    id: "showReference",
    method: "get",
    path: "/docs",
    tag: "Running",
    summary: "Read the reference page",
    permission: "session",
    answers: {
      200: {
        description: "This document for people.",
        content: text("text/html", "The page.", "<!DOCTYPE html>…"),
      },
    },
  },
];
