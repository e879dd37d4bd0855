import assert from "node:assert/strict";
import type { Metadata } from "@/lib/events/event.ts";
import type { StoreTest } from "./contract.ts";
import { anEvent } from "./fixtures.ts";

/** Text and numbers that a careless rewrite of JSON would change. */
const DELICATE: Metadata = {
  region: "são-paulo",
  quotes: 'say "hi" \\ \u2028 / </script>',
  "a.b": { "$set": 1, "": [] },
  numbers: [1e21, 5e-324, -0.1, 9007199254740991, 0.30000000000000004],
  nothing: null,
  emoji: "👩‍💻",
};
const NOTE = { score: 0.25, flagged: false, reasons: [{ text: "“odd” \\ \n 東京", share: 100 }] };

/** Notes about stored events: many at once, and nothing else changes. */
export function annotateContract(test: StoreTest): void {
  test("annotate sets a field of many events and leaves the rest of them as it was", async (store) => {
    const events = ["a", "b", "c"].map((id, n) =>
      anEvent({ id, value: 10 + n, metadata: { ...DELICATE, n } })
    );
    const { inserted } = await store.events.append(events);
    const [a, , c] = inserted;
    const notes = [{ seq: a!.seq, value: NOTE }, { seq: c!.seq, value: "plain" }];
    assert.equal(await store.events.annotate("anomaly", notes), 2);
    assert.deepEqual(await store.events.since(0, 10), [
      { ...a, metadata: { ...DELICATE, n: 0, anomaly: NOTE } },
      inserted[1],
      { ...c, metadata: { ...DELICATE, n: 2, anomaly: "plain" } },
    ]);
    assert.deepEqual(await store.events.rollupDifferences(), []);
    const found = await store.events.list({ q: "東京" }, { limit: 10 });
    assert.deepEqual(found.items.map(({ id }) => id), ["a"]);
  });

  test("annotate replaces the field, and leaves out events that are gone", async (store) => {
    const { inserted } = await store.events.append(
      ["a", "b"].map((id) => anEvent({ id, metadata: { anomaly: { made: "up" }, region: "x" } })),
    );
    await store.events.delete("b");
    const notes = inserted.map(({ seq }) => ({ seq, value: NOTE }));
    assert.equal(await store.events.annotate("anomaly", [...notes, { seq: 99, value: 1 }]), 1);
    assert.deepEqual((await store.events.get("a"))?.metadata, { anomaly: NOTE, region: "x" });
    assert.equal(await store.events.get("b"), null);
    assert.equal(await store.events.annotate("anomaly", []), 0);
    assert.deepEqual(await store.events.rollupDifferences(), []);
  });

  test("annotate refuses dimensions and names that are more than a word", async (store) => {
    const { inserted } = await store.events.append([anEvent({ id: "a" })]);
    const notes = [{ seq: inserted[0]!.seq, value: "x" }];
    for (const field of ["region", "merchant", "a.b", "$x", "", '"', "__proto__"]) {
      await assert.rejects(store.events.annotate(field, notes), RangeError, field);
    }
    assert.deepEqual((await store.events.get("a"))?.metadata, {});
  });

  test("annotate and patches of the same events at once lose neither", async (store) => {
    const events = Array.from({ length: 12 }, (_, n) => anEvent({ id: `e${n}`, value: n }));
    const { inserted } = await store.events.append(events);
    const notes = inserted.map(({ seq }) => ({ seq, value: NOTE }));
    await Promise.all([
      store.events.annotate("anomaly", notes),
      ...events.map(({ id }, n) => store.events.patch(id, { value: 100 + n })),
    ]);
    const stored = await store.events.since(0, 20);
    assert.deepEqual(stored.map(({ value }) => value), events.map((_, n) => 100 + n));
    assert.deepEqual(stored.map(({ metadata }) => metadata.anomaly), events.map(() => NOTE));
    assert.deepEqual(await store.events.rollupDifferences(), []);
  });
}
