import assert from "node:assert/strict";
import { alertmanagerInput, severityOf } from "./alertmanager_input.ts";
import { alertmanagerBody } from "./alertmanager_output.ts";
import type { Notification } from "../../notifications/notification.ts";

const NOTIFICATION: Notification = {
  id: "g:1",
  status: "firing",
  severity: "critical",
  about: { kind: "alerts", told: "news", total: 1, names: 1 },
  url: "https://vigia.example/alerts",
  groupKey: 'default:{alertname="DiskFull"}',
  groupLabels: { alertname: "DiskFull" },
  commonLabels: { alertname: "DiskFull", severity: "critical" },
  commonAnnotations: {},
  alerts: [{
    status: "firing",
    severity: "critical",
    labels: { alertname: "DiskFull", severity: "critical" },
    annotations: { summary: "full" },
    startsAt: "2026-11-26T12:00:00.000Z",
    endsAt: null,
    fingerprint: "0123456789abcdef",
    value: null,
    acknowledgeUrl: "https://vigia.example/alerts/acknowledge?token=secret",
  }],
};

Deno.test("alertmanagerBody() writes what alertmanagerInput reads, without the reader's links", () => {
  const body = alertmanagerBody(NOTIFICATION, "webhook");
  const parsed = alertmanagerInput.parse(JSON.parse(JSON.stringify(body)));
  assert.equal(parsed.alerts[0]?.labels.alertname, "DiskFull");
  assert.equal(body?.alerts[0]?.endsAt, "0001-01-01T00:00:00Z");
  assert.doesNotMatch(JSON.stringify(body), /token/);
  assert.equal(alertmanagerBody({ ...NOTIFICATION, status: "info" }, "webhook"), null);
});

Deno.test("severityOf() maps the words of other systems", () => {
  const cases = {
    critical: "critical",
    Page: "critical",
    warn: "warning",
    none: "info",
    x: "warning",
  };
  for (const [word, severity] of Object.entries(cases)) assert.equal(severityOf(word), severity);
  assert.equal(severityOf(undefined), "warning");
});
