import assert from "node:assert/strict";
import { Inhibitions } from "./inhibitions.ts";
import { parseMatcher } from "./matcher_text.ts";

const rule = {
  sourceMatchers: [parseMatcher("severity=critical")!],
  targetMatchers: [parseMatcher("severity=~critical|warning")!],
  equal: ["region"],
};
const source = { id: "s", labels: { severity: "critical", region: "north" } };

Deno.test("Inhibitions.cover() wants equal labels and spares what is source and target alike", () => {
  const inhibitions = new Inhibitions([rule], [source]);
  const covers = (labels: Record<string, string>) => inhibitions.cover({ alertId: "t", labels });
  assert.equal(covers({ severity: "warning", region: "north" }), true);
  assert.equal(covers({ severity: "warning", region: "south" }), false);
  assert.equal(covers({ severity: "warning" }), false);
  assert.equal(covers({ severity: "info", region: "north" }), false);
  assert.equal(covers({ ...source.labels }), false);
});

Deno.test("Inhibitions.cover() never lets an alert inhibit itself", () => {
  const own = { ...rule, targetMatchers: [parseMatcher("region=north")!], equal: [] };
  const both = { id: "b", labels: { severity: "critical", region: "north" } };
  assert.equal(new Inhibitions([own], [both]).cover({ alertId: "b", ...both }), false);
  assert.equal(new Inhibitions([], [both]).cover({ alertId: "x", labels: both.labels }), false);
});
