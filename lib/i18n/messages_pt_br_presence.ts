import type { Severity } from "../alerts/alert.ts";
import type { presenceEn } from "./messages_en_presence.ts";

const WORST: Record<Severity, string> = {
  critical: "o pior é crítico",
  warning: "o pior é um aviso",
  info: "para informação",
};

/** Brazilian Portuguese texts of what every page shows of alerts. */
export const presencePtBR: typeof presenceEn = {
  presence: {
    label: "Novos alertas",
    firing: (count, worst) =>
      `${count === 1 ? "1 alerta disparado" : `${count} alertas disparados`}, ${WORST[worst]}`,
    fired: { critical: "Alerta crítico", warning: "Aviso", info: "Para informação" },
    ended: "Terminou",
    notices: (unread) =>
      unread === 0 ? "Avisos" : `Avisos, ${unread} ${unread === 1 ? "não lido" : "não lidos"}`,
    changes: (count) => count === 1 ? "Mostrar 1 mudança" : `Mostrar ${count} mudanças`,
    dismiss: (name) => `Dispensar ${name}`,
    more: (count) => count === 1 ? "Mais uma mudança" : `Mais ${count} mudanças`,
  },
};
