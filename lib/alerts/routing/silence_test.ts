import assert from "node:assert/strict";
import { fieldErrors } from "../../http/validation.ts";
import { silenceInput } from "./silence.ts";

const NOW = Date.UTC(2026, 10, 26, 12);
const MATCHERS = [{ label: "alertname", op: "=", value: "Disk" }];

function faults(period: Record<string, unknown>): string[] {
  const given = { matchers: MATCHERS, comment: "work on it", ...period };
  const parsed = silenceInput(() => NOW).safeParse(given);
  return parsed.success ? [] : fieldErrors(parsed.error).map(({ path }) => path);
}

Deno.test("silenceInput() refuses a time that is over, far away or endless, however it is given", () => {
  assert.deepEqual(faults({ minutes: 60 }), []);
  assert.deepEqual(faults({ minutes: 60, startsAt: "2026-11-26T11:30:00Z" }), []);
  assert.deepEqual(faults({ minutes: 5, startsAt: "2026-11-26T11:30:00Z" }), ["minutes"]);
  assert.deepEqual(faults({ minutes: 5, startsAt: "2000-01-01T00:00:00Z" }), ["startsAt"]);
  assert.deepEqual(faults({ minutes: 527_040, startsAt: "9999-12-31T23:59:59Z" }), ["startsAt"]);
  assert.deepEqual(faults({ endsAt: "2026-11-26T11:59:00Z" }), ["endsAt"]);
  assert.deepEqual(faults({}), ["endsAt"]);
});
