import assert from "node:assert/strict";
import type { Happening } from "../../dashboard/happening.ts";
import { formatterFor } from "../../i18n/format.ts";
import { dashboardMessagesFor } from "../../i18n/dashboard_messages.ts";
import { happeningMarks, happeningTime } from "./happening_marks.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 4, 20, 8);
const TIMES = [0, 1, 2].map((n) => new Date(START + n * HOUR).toISOString());
const { happening: texts } = dashboardMessagesFor("en");

const anomaly: Happening = {
  kind: "anomaly",
  id: "u",
  from: START + 1.2 * HOUR,
  to: START + 1.4 * HOUR,
  series: {
    kind: "count",
    type: "error",
    metric: "count",
    dimension: "region",
    dimensionValue: "SP",
  },
};
const alert: Happening = {
  kind: "alert",
  id: "a",
  from: START + 1.5 * HOUR,
  to: null,
  alertname: "ErrorSpike",
  severity: "critical",
};

Deno.test("happeningMarks() shades by how bad it is and names each once at its buckets", () => {
  const { spans, notesAt, named } = happeningMarks([anomaly, alert, alert], TIMES, texts);
  assert.deepEqual(spans.map(({ tone }) => tone), ["warning", "critical", "critical"]);
  assert.deepEqual(notesAt(0), []);
  assert.deepEqual(notesAt(1), ["Unusual: error · region SP", "Alert: ErrorSpike"]);
  assert.equal(named("10:00", 2), "10:00 · Alert: ErrorSpike");
  assert.equal(named("08:00", 0), "08:00");
});

Deno.test("happeningTime() says since when, or from when to when", () => {
  const format = formatterFor("en", "USD", "UTC");
  assert.equal(happeningTime(alert, texts, format), "since 05/20, 09:30");
  assert.equal(happeningTime(anomaly, texts, format), "05/20, 09:12 – 09:24");
});
