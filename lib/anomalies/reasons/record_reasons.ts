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

function describe<K extends ReasonKind>(
  kind: K,
  { facts, share }: Addend,
  user: string,
): Reason {
  const known = REASON_FACTS[kind].parse({ ...facts, user });
  return reasonOf(kind, known as ReasonFacts<K> & Reason["facts"], share);
}
