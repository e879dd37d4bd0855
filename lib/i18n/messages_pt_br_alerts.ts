import type { Messages } from "./messages_en.ts";

export const alertsPtBR: Pick<Messages, "alerts"> = {
  alerts: {
    title: "Alertas",
    all: "Todos",
    now: "Agora",
    titles: { pending: "Pendentes", firing: "Disparados", resolved: "Resolvidos" },
    states: { pending: "pendente", firing: "disparado", resolved: "resolvido" },
    severities: { critical: "crítico", warning: "aviso", info: "informação" },
    quiet: "Nada dispara. Os alertas aparecem aqui assim que a condição de uma regra vale.",
    none: "Não há alertas assim.",
    alert: "Alerta",
    severity: "Gravidade",
    state: "Estado",
    value: "Valor",
    summary: "Sobre",
    actions: "Ações",
    acknowledge: "Reconhecer",
    acknowledgeName: (name) => `Reconhecer ${name}`,
    acknowledgedBy: (name) => `Reconhecido por ${name}`,
    silence: "Silenciar",
    silenceName: (name) => `Silenciar ${name}`,
    pages: "Páginas de alertas",
    newest: "Mais recentes",
    older: "Mais antigos",
  },
};
