import assert from "node:assert/strict";
import type { SequencedEvent } from "../events/event.ts";
import { FreshRecords } from "./fresh_records.ts";

/** Events numbered from `first` to `last`; every third is an expense. */
function commit(first: number, last: number): SequencedEvent[] {
  const at = "2026-01-05T12:00:00.000Z";
  return Array.from({ length: last - first + 1 }, (_, n) => {
    const seq = first + n;
    const isExpense = seq % 3 === 0;
    return {
      id: `e${seq}`,
      seq,
      type: isExpense ? "expense" : "login",
      value: isExpense ? seq : null,
      userId: "ana",
      source: "test",
      timestamp: at,
      receivedAt: at,
      metadata: {},
    };
  });
}

function taken(fresh: FreshRecords, cursor: number, limit = 100) {
  const batch = fresh.takeAfter(cursor, limit);
  return batch === null ? null : [batch.records.map(({ seq }) => seq), batch.last, batch.hasMore];
}

Deno.test("FreshRecords gives the records of commits that follow each other, once", () => {
  const fresh = new FreshRecords();
  fresh.add(commit(1, 4));
  fresh.add(commit(5, 10));
  fresh.add([]);
  assert.deepEqual(taken(fresh, 0), [[3, 6, 9], 10, false]);
  assert.equal(taken(fresh, 0), null);
  assert.equal(taken(fresh, 10), null);
});

Deno.test("FreshRecords leaves out what the cursor has passed, also in the middle of a commit", () => {
  const fresh = new FreshRecords();
  fresh.add(commit(1, 4));
  fresh.add(commit(5, 12));
  assert.deepEqual(taken(fresh, 6), [[9, 12], 12, false]);
});

Deno.test("FreshRecords sends its owner to the store where something is missing before or between", () => {
  const fresh = new FreshRecords();
  fresh.add(commit(1, 3));
  fresh.add(commit(7, 9));
  assert.deepEqual(taken(fresh, 0), [[3], 3, true]);
  assert.equal(taken(fresh, 3), null);
  assert.deepEqual(taken(fresh, 6), [[9], 9, false]);
});

Deno.test("FreshRecords stops at a limit, between commits", () => {
  const fresh = new FreshRecords();
  for (let first = 1; first < 30; first += 6) fresh.add(commit(first, first + 5));
  assert.deepEqual(taken(fresh, 0, 3), [[3, 6, 9, 12], 12, true]);
});

Deno.test("FreshRecords forgets what nobody takes", () => {
  const fresh = new FreshRecords();
  for (let seq = 1; seq <= 40_000; seq++) fresh.add(commit(seq, seq));
  assert.equal(taken(fresh, 0), null);
  const [records, last] = taken(fresh, 39_000, 1e6) ?? [];
  assert.deepEqual([(records as number[]).length, last], [333, 40_000]);
});
