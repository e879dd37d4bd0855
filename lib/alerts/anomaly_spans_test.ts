import assert from "node:assert/strict";
import { type AnomalySpan, measureAnomalies } from "./anomaly_spans.ts";
import { anomalySchema } from "./condition.ts";

const span: AnomalySpan = {
  kind: "count",
  type: "error",
  dimension: "region",
  dimensionValue: "SP",
  score: 5,
  from: 60_000,
  to: null,
};
const condition = anomalySchema.parse({ kind: "anomaly", minScore: 1, windowMinutes: 5 });

Deno.test("measureAnomalies() takes the highest score of each value of the rule's dimension", () => {
  const spans: AnomalySpan[] = [
    span,
    { ...span, score: 7 },
    { ...span, type: "purchase", dimension: null, dimensionValue: null, score: 3 },
    { ...span, kind: "record", type: "expense", dimension: "category", dimensionValue: "Travel" },
  ];
  const scores = (groupBy: "region" | "type" | "category" | null) =>
    Object.fromEntries(
      [...measureAnomalies(condition, groupBy, spans, [], 120_000)]
        .map(([key, { value }]) => [key, value]),
    );
  assert.deepEqual(scores(null), { "": 7 });
  assert.deepEqual(scores("region"), { SP: 7 });
  assert.deepEqual(scores("category"), { Travel: 5 });
  assert.deepEqual(scores("type"), { error: 7, purchase: 3, expense: 5 });
});
