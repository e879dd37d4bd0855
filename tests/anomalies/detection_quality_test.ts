import assert from "node:assert/strict";
import { RecordDetector } from "@/lib/anomalies/detectors/record_detector.ts";
import { measureCounts } from "./count_quality.ts";
import { labelledRecords } from "./labelled_records.ts";
import { rankingOf } from "./ranking.ts";

Deno.test("CountDetector and CountAlarm find 85 % of labelled events at few false alarms", () => {
  const quality = measureCounts(Array.from({ length: 80 }, (_, index) => 9000 + index));
  const said = JSON.stringify({ ...quality, delays: quality.delays.length });
  assert.ok(quality.recall >= 0.85, said);
  assert.ok(quality.falsePerWeek <= 0.25, said);
  const { delays } = quality;
  assert.ok((delays[delays.length >> 1] ?? 99) <= 1, `${delays}`);
  assert.ok((delays[Math.floor(delays.length * 0.9)] ?? 99) <= 10, `${delays}`);
});

Deno.test("RecordDetector ranks labelled fraud above honest records", () => {
  const records = labelledRecords(77, 200, 60);
  const detector = new RecordDetector();
  const scores = records.map((record) => {
    const { total } = detector.score(record);
    detector.learn(record);
    return total;
  });
  const ranking = rankingOf(scores, records.map(({ isFraud }) => isFraud));
  const said = JSON.stringify(ranking);
  assert.ok(ranking.auc >= 0.91, said);
  assert.ok(ranking.averagePrecision >= 0.45, said);
  assert.ok(ranking.topPrecision >= 0.9, said);
});
