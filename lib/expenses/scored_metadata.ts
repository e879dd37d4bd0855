import type { RecordInput, RecordVerdict } from "../anomalies/detectors/record.ts";
import { describeRecord } from "../anomalies/detectors/reasons.ts";
import type { Metadata } from "../events/event.ts";
import { metadataProblem } from "../events/metadata.ts";

/** Name of the metadata field that tells how odd a record is. */
export const ANOMALY_FIELD = "anomaly";

const MAX_TEXT = 300;

/**
 * The metadata with the verdict in it, or `null` when the field is there already with the same
 * content or the event's metadata leaves no room. Reasons are left out before the score is.
 */
export function withVerdict(
  metadata: Metadata,
  verdict: RecordVerdict,
  record: RecordInput,
): Metadata | null {
  const reasons = describeRecord(verdict, record).map(({ text, share }) => ({
    text: text.slice(0, MAX_TEXT).toWellFormed(),
    share,
  }));
  const score = Math.round(verdict.score * 1e4) / 1e4;
  for (const told of [reasons, []]) {
    const scored: Metadata = {
      ...metadata,
      [ANOMALY_FIELD]: { score, flagged: verdict.flagged, reasons: told },
    };
    if (metadataProblem(scored) !== null) continue;
    const isSame = Object.hasOwn(metadata, ANOMALY_FIELD) &&
      JSON.stringify(sorted(metadata[ANOMALY_FIELD])) ===
        JSON.stringify(sorted(scored[ANOMALY_FIELD]));
    return isSame ? null : scored;
  }
  return null;
}

/** The same value with its fields in one order, whatever order the store keeps. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).toSorted(([a], [b]) => a < b ? -1 : 1)
      .map(([name, item]) => [name, sorted(item)]),
  );
}
