import { composeMessage, type Message } from "../message_composer.ts";
import type { Notification } from "../notification.ts";

/** A notification about one alert, `Firing: PaymentSilence: None for 15 minutes` in English. */
export function notification(id: string): Notification {
  const labels = { alertname: "PaymentSilence", region: "São Paulo" };
  const annotations = { summary: "None for 15 minutes <now> & here" };
  return {
    id,
    status: "firing",
    severity: "critical",
    about: { kind: "alerts", told: "news", total: 1, names: 1 },
    url: "https://vigia.example.com/alerts",
    groupKey: "{}",
    groupLabels: {},
    commonLabels: labels,
    commonAnnotations: annotations,
    alerts: [{
      status: "firing",
      severity: "critical",
      labels,
      annotations,
      startsAt: "2026-11-26T12:00:00.000Z",
      endsAt: null,
      fingerprint: "f1",
      value: 1234.5,
      acknowledgeUrl: "https://vigia.example.com/alerts/acknowledge?token=t",
    }],
  };
}

/** The same in English. */
export const message = (id: string): Message =>
  composeMessage(notification(id), { language: "en", timeZone: "UTC" });
