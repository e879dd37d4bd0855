import assert from "node:assert/strict";
import { isInhibited, silenceOf, suppressionOf } from "./suppression.ts";
import { parseMatcher } from "./matcher_text.ts";
import type { Silence } from "./silence.ts";

const matcher = (text: string) => parseMatcher(text)!;

Deno.test("isInhibited() wants equal labels and spares what is source and target alike", () => {
  const rule = {
    sourceMatchers: [matcher("severity=critical")],
    targetMatchers: [matcher("severity=~critical|warning")],
    equal: ["region"],
  };
  const source = { severity: "critical", region: "north" };
  assert.equal(isInhibited([rule], { severity: "warning", region: "north" }, [source]), true);
  assert.equal(isInhibited([rule], { severity: "warning", region: "south" }, [source]), false);
  assert.equal(isInhibited([rule], { severity: "warning" }, [source]), false);
  assert.equal(isInhibited([rule], { severity: "info", region: "north" }, [source]), false);
  assert.equal(isInhibited([rule], { ...source }, [source]), false);
});

Deno.test("silenceOf() gives the one that lasts longest", () => {
  const silence = (endsAt: string): Silence => ({
    matchers: [matcher("region=north")],
    comment: "x",
    createdBy: "Ana",
    startsAt: "2026-11-26T12:00:00.000Z",
    endsAt,
    lapse: "watched",
  });
  const silences = [silence("2026-11-26T13:00:00.000Z"), silence("2026-11-26T14:00:00.000Z")];
  assert.equal(silenceOf(silences, { region: "north" }), silences[1]);
  assert.equal(silenceOf(silences, { region: "south" }), null);
  const rules = { silences, inhibitions: [], firing: [], calendars: [], now: 0 };
  assert.deepEqual(suppressionOf({ labels: { region: "north" }, severity: "info" }, rules), {
    by: "silence",
    until: Date.parse("2026-11-26T14:00:00Z"),
  });
});
