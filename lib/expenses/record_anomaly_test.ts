import assert from "node:assert/strict";
import type { Addend, RecordInput } from "../anomalies/detectors/record.ts";
import { anomalyOfRecord } from "./record_anomaly.ts";

const RECORD: RecordInput = {
  id: "e1",
  userId: "Ana",
  category: "Travel",
  merchant: "Rail",
  amount: 124,
  t: Date.UTC(2026, 4, 4, 12),
  type: "expense",
};
const amount: Addend = {
  kind: "amount",
  share: 40,
  evidence: 2,
  facts: { amount: 124, usual: 31, n: 100, highest: 1, category: "Travel" },
};
const velocity: Addend = {
  kind: "velocity",
  share: 60,
  evidence: 3,
  facts: { count: 115.1, usual: 25.7 },
};
const anomaly = (addends: Addend[]) =>
  anomalyOfRecord(
    RECORD,
    { total: 5, score: 0.7, flagged: true, addends },
    "2026-05-04T12:00:01.000Z",
  );

Deno.test("anomalyOfRecord() expects the usual amount, whatever weighs most", () => {
  const { observed, expected, times, reasons } = anomaly([velocity, amount]);
  assert.deepEqual([observed, expected, times], [124, 31, 4]);
  assert.equal(reasons[0]?.text, "About 115 records of Ana within a day, where 26 are usual");
});

Deno.test("anomalyOfRecord() expects the amount itself where no reason is about amounts", () => {
  const { expected, times } = anomaly([velocity]);
  assert.deepEqual([expected, times], [124, 1]);
});
