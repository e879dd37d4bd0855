import type { RecordInput, RecordVerdict } from "../anomalies/detectors/record.ts";
import type { Reason, StoredReason } from "../anomalies/reasons/reason.ts";
import { describeRecord } from "../anomalies/reasons/record_reasons.ts";
import type { JsonValue, Metadata } from "../events/event.ts";
import { metadataProblem } from "../events/metadata.ts";

/** Name of the metadata field that tells how odd a record is. */
export const ANOMALY_FIELD = "anomaly";

const MAX_TEXT = 300;
/** Of the numbers in reasons. */
const DIGITS = 12;

/** What an event's metadata tells about how odd it is. */
export interface VerdictNote {
  [field: string]: JsonValue;
  score: number;
  flagged: boolean;
  reasons: (StoredReason & { [field: string]: JsonValue })[];
}

/**
 * What is to be noted in the metadata, or `null` when the same is there already or the rest of the
 * metadata leaves no room. The facts of reasons are left out first, then the reasons, before the score is.
 */
export function noteOfVerdict(
  metadata: Metadata,
  verdict: RecordVerdict,
  record: RecordInput,
): VerdictNote | null {
  const reasons = describeRecord(verdict, record).map(({ kind, facts, text, share }) => ({
    kind,
    facts: shortFacts(facts),
    text: shortened(text),
    share,
  }));
  const plain = reasons.map(({ text, share }) => ({ text, share }));
  const score = Math.round(verdict.score * 1e4) / 1e4;
  for (const told of [reasons, plain, []]) {
    const note: VerdictNote = { score, flagged: verdict.flagged, reasons: told };
    if (metadataProblem({ ...metadata, [ANOMALY_FIELD]: note }) !== null) continue;
    const isSame = Object.hasOwn(metadata, ANOMALY_FIELD) &&
      JSON.stringify(sorted(metadata[ANOMALY_FIELD])) === JSON.stringify(sorted(note));
    return isSame ? null : note;
  }
  return null;
}

function shortFacts(facts: Reason["facts"]): Reason["facts"] {
  const short: Reason["facts"] = {};
  for (const name of Object.keys(facts)) {
    const fact = facts[name]!;
    if (typeof fact === "string") short[name] = shortened(fact);
    else short[name] = Number.isInteger(fact) ? fact : Number(fact.toPrecision(DIGITS));
  }
  return short;
}

function shortened(text: string): string {
  return text.slice(0, MAX_TEXT).toWellFormed();
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
