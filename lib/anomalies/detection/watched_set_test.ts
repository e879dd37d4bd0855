import assert from "node:assert/strict";
import { countOf } from "./series.ts";
import { SILENT_MS, WatchedSet } from "./watched_set.ts";

/** Three series that were active last at 100, 200 and 300, and room for no more. */
function filled(): WatchedSet {
  const set = new WatchedSet(new Map(), 3);
  for (const t of [300, 100, 200]) set.add(`at ${t}`, countOf("order"), t)?.step(1, 1, t);
  return set;
}

function names(set: WatchedSet): string[] {
  return [...set.entries()].map(([key]) => key);
}

Deno.test("WatchedSet.add() takes the place of the one that is silent longest, and never of more", () => {
  const set = filled();
  assert.notEqual(set.add("new", countOf("login"), 400), null);
  assert.deepEqual(names(set), ["at 300", "at 200", "new"]);
});

Deno.test("WatchedSet.add() has no room where all others were active since, or have an anomaly", () => {
  const set = filled();
  assert.equal(set.add("new", countOf("login"), 100), null);
  set.get("at 100")!.anomalyId = "open";
  set.add("new", countOf("login"), 250);
  assert.deepEqual(names(set), ["at 300", "at 100", "new"]);
  assert.equal(set.size, 3);
});

Deno.test("WatchedSet.forgetSilent() forgets what was silent for four weeks, unless an anomaly goes on", () => {
  const set = filled();
  set.get("at 100")!.anomalyId = "open";
  set.forgetSilent(200 + SILENT_MS);
  assert.deepEqual(names(set), ["at 300", "at 100", "at 200"]);
  set.forgetSilent(201 + SILENT_MS);
  assert.deepEqual(names(set), ["at 300", "at 100"]);
});
