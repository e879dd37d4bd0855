import assert from "node:assert/strict";
import { ReadDeadlines } from "./read_deadlines.ts";

Deno.test("ReadDeadlines.race() passes on what comes in time", async () => {
  const deadlines = new ReadDeadlines(1000);
  assert.equal(await deadlines.race(Promise.resolve(7), () => new Error("late")), 7);
  await assert.rejects(deadlines.race(Promise.reject(new Error("own")), () => new Error("late")), {
    message: "own",
  });
});

Deno.test("ReadDeadlines.race() rejects what does not come", async () => {
  const deadlines = new ReadDeadlines(30);
  const never = new Promise<never>(() => {});
  await assert.rejects(deadlines.race(never, () => new Error("late")), { message: "late" });
});
