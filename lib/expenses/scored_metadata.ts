import type { RecordInput, RecordVerdict } from "../anomalies/detectors/record.ts";
import { describeRecord } from "../anomalies/detectors/reasons.ts";
import type { JsonValue, Metadata } from "../events/event.ts";
import { metadataProblem } from "../events/metadata.ts";

/** Name of the metadata field that tells how odd a record is. */
export const ANOMALY_FIELD = "anomaly";

const MAX_TEXT = 300;

/** What an event's metadata tells about how odd it is. */
export interface VerdictNote {
  [field: string]: JsonValue;
  score: number;
  flagged: boolean;
  reasons: { text: string; share: number }[];
}

/**
 * What is to be noted in the metadata, or `null` when the same is there already or the rest of the
 * metadata leaves no room. Reasons are left out before the score is.
 */
export function noteOfVerdict(
  metadata: Metadata,
  verdict: RecordVerdict,
  record: RecordInput,
): VerdictNote | null {
  const reasons = describeRecord(verdict, record).map(({ text, share }) => ({
    text: text.slice(0, MAX_TEXT).toWellFormed(),
    share,
  }));
  const score = Math.round(verdict.score * 1e4) / 1e4;
  for (const told of [reasons, []]) {
    const note: VerdictNote = { score, flagged: verdict.flagged, reasons: told };
    if (metadataProblem({ ...metadata, [ANOMALY_FIELD]: note }) !== null) continue;
    const isSame = Object.hasOwn(metadata, ANOMALY_FIELD) &&
      JSON.stringify(sorted(metadata[ANOMALY_FIELD])) === JSON.stringify(sorted(note));
    return isSame ? null : note;
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
