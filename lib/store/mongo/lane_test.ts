import assert from "node:assert/strict";
import { Lane } from "./lane.ts";

Deno.test("Lane runs works one after another, also after a failure", async () => {
  const lane = new Lane();
  const log: string[] = [];
  const work = (name: string, ms: number, fails = false) =>
    lane.run(async () => {
      log.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, ms));
      log.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const outcomes = await Promise.allSettled([work("a", 5), work("b", 1, true), work("c", 0)]);
  assert.deepEqual(log, ["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
  assert.deepEqual(outcomes.map(({ status }) => status), ["fulfilled", "rejected", "fulfilled"]);
});
