import type { noticesEn } from "./messages_en_notices.ts";

/** Brazilian Portuguese texts of the page of notices. */
export const noticesPtBR: typeof noticesEn = {
  notices: {
    title: "Avisos",
    explain:
      "O que os canais do tipo “No Vigia” avisaram. O que você marca como lido fica lido só para você.",
    list: "Últimos avisos",
    empty: "Ainda não há avisos. Um canal do tipo “No Vigia” preenche esta página.",
    states: { firing: "Disparado", resolved: "Resolvido", info: "Nota" },
    unread: "não lido",
    read: "Marcar como lido",
    readName: (title) => `Marcar como lido: ${title}`,
    readAll: "Marcar tudo como lido",
    pages: "Páginas de avisos",
    newest: "Mais recentes",
    older: "Mais antigos",
  },
};
