import { recordSeriesKey } from "../anomalies/anomaly.ts";
import type { NewAnomaly } from "../anomalies/anomaly_service.ts";
import type { RecordInput, RecordVerdict } from "../anomalies/detectors/record.ts";
import { describeRecord } from "../anomalies/reasons/record_reasons.ts";

/** The usual amount of the heaviest reason that compares amounts; others compare numbers of records. */
function usualAmount({ addends }: RecordVerdict): number | null {
  for (const { facts } of addends) {
    if (typeof facts.amount === "number" && typeof facts.usual === "number") return facts.usual;
  }
  return null;
}

/**
 * A flagged record as an anomaly of its own: over as soon as it is noticed. What is expected is the
 * usual amount of the heaviest reason that names one; without one it is the amount itself.
 * @param noticedAt when the record was received, ISO 8601 UTC.
 */
export function anomalyOfRecord(
  record: RecordInput,
  verdict: RecordVerdict,
  noticedAt: string,
): NewAnomaly {
  const startedAt = new Date(record.t).toISOString();
  const expected = usualAmount(verdict) ?? record.amount;
  return {
    seriesKey: recordSeriesKey(record.id),
    kind: "record",
    type: record.type ?? "expense",
    dimension: record.category === null ? null : "category",
    dimensionValue: record.category,
    metric: "value",
    direction: record.amount >= expected ? "high" : "low",
    score: verdict.score,
    startedAt,
    noticedAt,
    lastAt: startedAt,
    endedAt: noticedAt,
    observed: record.amount,
    expected,
    low: expected,
    high: expected,
    times: expected === 0 ? null : record.amount / expected,
    windowMs: 0,
    reasons: describeRecord(verdict, record),
    eventId: record.id,
    userId: record.userId,
  };
}
