import assert from "node:assert/strict";
import { MAX_METADATA_BYTES } from "../events/event.ts";
import type { RecordVerdict } from "../anomalies/detectors/record.ts";
import { noteOfVerdict } from "./scored_metadata.ts";

const verdict: RecordVerdict = { total: 0, score: 0.25, flagged: false, addends: [] };
const record = { id: "a", userId: "ana", category: null, merchant: null, amount: 5, t: 0 };
const plain = { text: "Nothing unusual was found", share: 100 };
const reasons = [{ kind: "nothing", facts: {}, ...plain }];

Deno.test("noteOfVerdict() tells the score, and nothing where the same is noted already", () => {
  const note = noteOfVerdict({ note: "taxi" }, verdict, record);
  assert.deepEqual(note, { score: 0.25, flagged: false, reasons });
  const inOtherOrder = { reasons, score: 0.25, flagged: false };
  assert.equal(noteOfVerdict({ anomaly: inOtherOrder }, verdict, record), null);
  assert.deepEqual(
    noteOfVerdict({ anomaly: { ...inOtherOrder, score: 1 } }, verdict, record),
    note,
  );
});

Deno.test("noteOfVerdict() leaves facts and reasons out where there is little room, and all where there is none", () => {
  const room = (bytes: number) => ({ note: "x".repeat(MAX_METADATA_BYTES - 11 - bytes) });
  assert.deepEqual(noteOfVerdict(room(115), verdict, record)?.reasons, [plain]);
  const short = noteOfVerdict(room(70), verdict, record);
  assert.deepEqual(short, { score: 0.25, flagged: false, reasons: [] });
  assert.equal(noteOfVerdict(room(10), verdict, record), null);
});
