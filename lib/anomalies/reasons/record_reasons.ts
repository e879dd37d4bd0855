import type { Addend, RecordInput, RecordVerdict } from "../detectors/record.ts";
import { type Reason, REASON_FACTS, type ReasonFacts, type ReasonKind } from "./reason.ts";
import { reasonOf } from "./tell_reason.ts";

/** The reasons of a verdict, the heaviest first. The user is called by `userName`. */
export function describeRecord(
  verdict: RecordVerdict,
  record: RecordInput,
  userName: string = record.userId,
): Reason[] {
  if (verdict.addends.length === 0) return [reasonOf("nothing", {}, 100)];
  return verdict.addends.map((addend) => describe(addend.kind, addend, userName));
}

/** What is told of each kind; the detector's facts need no more check, and there are many of them. */
const FACT_NAMES = Object.fromEntries(
  Object.entries(REASON_FACTS).map(([kind, schema]) => [kind, Object.keys(schema.shape)]),
) as Record<ReasonKind, string[]>;

function describe<K extends ReasonKind>(
  kind: K,
  { facts, share }: Addend,
  user: string,
): Reason {
  const known: Reason["facts"] = {};
  for (const name of FACT_NAMES[kind]) {
    const fact = name === "user" ? user : facts[name];
    if (fact !== undefined) known[name] = fact;
  }
  return reasonOf(kind, known as ReasonFacts<K> & Reason["facts"], share);
}
