import assert from "node:assert/strict";
import { MAX_METADATA_BYTES } from "../events/event.ts";
import type { RecordVerdict } from "../anomalies/detectors/record.ts";
import { withVerdict } from "./scored_metadata.ts";

const verdict: RecordVerdict = { total: 0, score: 0.25, flagged: false, addends: [] };
const record = { id: "a", userId: "ana", category: null, merchant: null, amount: 5, t: 0 };
const reasons = [{ text: "Nothing unusual was found", share: 100 }];

Deno.test("withVerdict() adds the score and changes nothing a second time", () => {
  const scored = withVerdict({ note: "taxi" }, verdict, record);
  assert.deepEqual(scored, { note: "taxi", anomaly: { score: 0.25, flagged: false, reasons } });
  assert.equal(withVerdict(scored ?? {}, verdict, record), null);
});

Deno.test("withVerdict() leaves reasons out where there is little room, and all where there is none", () => {
  const room = (bytes: number) => ({ note: "x".repeat(MAX_METADATA_BYTES - 11 - bytes) });
  const short = withVerdict(room(70), verdict, record);
  assert.deepEqual(short?.anomaly, { score: 0.25, flagged: false, reasons: [] });
  assert.equal(withVerdict(room(10), verdict, record), null);
});
