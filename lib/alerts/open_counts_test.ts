import assert from "node:assert/strict";
import { countOpen } from "./open_counts.ts";

Deno.test("countOpen() counts what fires and what is about to, by rule", () => {
  const alerts = [
    { ruleId: "a", state: "firing" },
    { ruleId: "a", state: "pending" },
    { ruleId: "a", state: "firing" },
    { ruleId: "b", state: "pending" },
    { ruleId: "c", state: "resolved" },
  ] as const;
  assert.deepEqual(countOpen(alerts), {
    a: { pending: 1, firing: 2 },
    b: { pending: 1, firing: 0 },
  });
});
