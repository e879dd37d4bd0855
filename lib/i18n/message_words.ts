import type { Severity } from "../alerts/alert.ts";
import type { Locale } from "./locale.ts";

/** Words of the messages that channels bring; pages do not need them. */
export interface MessageWords {
  firing: string;
  resolved: string;
  repeat: string;
  escalation: string;
  /** Name of an alert without one. */
  alert: string;
  severities: Record<Severity, string>;
  kinds: (count: number) => string;
  value: (text: string) => string;
  since: (time: string) => string;
  resolvedAt: (time: string) => string;
  more: (count: number) => string;
  lapseTitle: (alerts: number) => string;
  lapse: (matchers: string, by: string, comment: string) => string;
  stillFiring: string;
  channelOff: (channel: string) => string;
  channelOffHelp: string;
  testTitle: string;
  test: (channel: string) => string;
}

const en: MessageWords = {
  firing: "Firing",
  resolved: "Resolved",
  repeat: "Still firing",
  escalation: "Escalated",
  alert: "Alert",
  severities: { critical: "critical", warning: "warning", info: "info" },
  kinds: (count) => `${count} kinds of alerts`,
  value: (text) => `value ${text}`,
  since: (time) => `since ${time}`,
  resolvedAt: (time) => `resolved ${time}`,
  more: (count) => `… and ${count} more`,
  lapseTitle: (alerts) =>
    alerts === 1
      ? "A silence has ended while its alert still fires"
      : `A silence has ended while ${alerts} alerts still fire`,
  lapse: (matchers, by, comment) => `The silence of ${matchers} by ${by} (${comment}) has ended.`,
  stillFiring: "Still firing",
  channelOff: (channel) => `The channel "${channel}" was turned off`,
  channelOffHelp: "Nothing is sent there until somebody mends it and turns it on again.",
  testTitle: "Vigia: test message",
  test: (channel) => `The channel "${channel}" works.`,
};

const ptBR: MessageWords = {
  firing: "Disparado",
  resolved: "Resolvido",
  repeat: "Continua disparado",
  escalation: "Escalado",
  alert: "Alerta",
  severities: { critical: "crítico", warning: "aviso", info: "informação" },
  kinds: (count) => `${count} tipos de alertas`,
  value: (text) => `valor ${text}`,
  since: (time) => `desde ${time}`,
  resolvedAt: (time) => `resolvido em ${time}`,
  more: (count) => `… e mais ${count}`,
  lapseTitle: (alerts) =>
    alerts === 1
      ? "Um silêncio terminou e seu alerta continua disparado"
      : `Um silêncio terminou e ${alerts} alertas continuam disparados`,
  lapse: (matchers, by, comment) => `O silêncio de ${matchers}, de ${by} (${comment}), terminou.`,
  stillFiring: "Continua disparado",
  channelOff: (channel) => `O canal "${channel}" foi desligado`,
  channelOffHelp: "Nada é enviado por ele até que alguém o corrija e o ligue de novo.",
  testTitle: "Vigia: mensagem de teste",
  test: (channel) => `O canal "${channel}" funciona.`,
};

export const MESSAGE_WORDS: Readonly<Record<Locale, MessageWords>> = { en, "pt-BR": ptBR };
