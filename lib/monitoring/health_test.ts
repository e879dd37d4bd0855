import assert from "node:assert/strict";
import { Health } from "./health.ts";

Deno.test("Health.report() is ready when every check passes", async () => {
  const health = new Health();
  health.add("store", () => Promise.resolve("SQLite"));
  const report = await health.report();
  assert.equal(report.status, "ready");
  assert.equal(report.checks.store?.status, "ok");
  assert.deepEqual(Object.keys(report.checks.store!), ["status", "durationMs"]);
});

Deno.test("Health.report() names what fails, throws or hangs, and tells why to the log only", async () => {
  const reasons: string[] = [];
  const health = new Health({
    timeoutMs: 30,
    onFailure: (name, error) => reasons.push(`${name}: ${(error as Error).message}`),
  });
  health.add("good", () => Promise.resolve());
  health.add("bad", () => Promise.reject(new Error("disk full")));
  health.add("throws", () => {
    throw new Error("bug");
  });
  health.add("hangs", () => new Promise(() => {}));
  const { status, checks } = await health.report();
  assert.equal(status, "failing");
  assert.deepEqual(
    Object.entries(checks).map(([name, check]) => [name, check.status]),
    [["good", "ok"], ["bad", "failing"], ["throws", "failing"], ["hangs", "failing"]],
  );
  assert.deepEqual(reasons.sort(), [
    "bad: disk full",
    "hangs: No answer within 30 ms",
    "throws: bug",
  ]);
});

Deno.test("Health.report() does not ask again for every probe", async () => {
  let asked = 0;
  const health = new Health();
  health.add("store", () => Promise.resolve(asked++));
  await Promise.all(Array.from({ length: 50 }, () => health.report()));
  assert.equal(asked, 1);
});

Deno.test("Health.add() refuses a name that is taken", () => {
  const health = new Health();
  health.add("store", () => Promise.resolve());
  assert.throws(() => health.add("store", () => Promise.resolve()), /"store"/);
});
