import assert from "node:assert/strict";
import { OneAtOnce } from "./one_at_once.ts";

Deno.test("OneAtOnce.run() does one after another, also after a failure, and refuses too many", async () => {
  const gate = new OneAtOnce();
  let running = 0;
  let most = 0;
  const work = (n: number) => async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running--;
    if (n === 2) throw new Error("odd");
    return n;
  };
  const all = await Promise.allSettled(Array.from({ length: 12 }, (_, n) => gate.run(work(n))));
  assert.equal(most, 1);
  assert.deepEqual(all.map(({ status }) => status === "fulfilled"), [
    true,
    true,
    false,
    ...new Array(6).fill(true),
    ...new Array(3).fill(false),
  ]);
  assert.equal((all[11] as PromiseRejectedResult).reason.status, 503);
  assert.equal(await gate.run(work(7)), 7);
});
