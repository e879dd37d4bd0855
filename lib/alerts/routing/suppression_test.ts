import assert from "node:assert/strict";
import { Inhibitions } from "./inhibitions.ts";
import { silenceOf, suppressionOf } from "./suppression.ts";
import { parseMatcher } from "./matcher_text.ts";
import type { Silence } from "./silence.ts";

const matcher = (text: string) => parseMatcher(text)!;

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
  const rules = { silences, inhibitions: new Inhibitions([], []), quiet: [] };
  assert.deepEqual(
    suppressionOf({ alertId: null, labels: { region: "north" }, severity: "info" }, rules),
    {
      by: "silence",
      until: Date.parse("2026-11-26T14:00:00Z"),
    },
  );
});
