import type { Severity } from "../alerts/alert.ts";
import type { frameEn } from "./messages_en_frame.ts";

const WORST: Record<Severity, string> = {
  critical: "o pior é crítico",
  warning: "o pior é um aviso",
  info: "para informação",
};

/** Brazilian Portuguese texts of the frame of every page, and of what it shows of alerts. */
export const framePtBR: typeof frameEn = {
  app: {
    skip: "Ir para o conteúdo",
    theme: "Tema",
    themeDark: "Escuro",
    themeLight: "Claro",
    themeSystem: "Do sistema",
    signOut: "Sair",
    otherLanguage: "English",
    cancel: "Cancelar",
  },
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
