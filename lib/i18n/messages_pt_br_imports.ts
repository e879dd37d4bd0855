import type { Messages } from "./messages_en.ts";

export const importsPtBR: Pick<Messages, "imports"> = {
  imports: {
    title: "Importar despesas",
    explain:
      "De uma planilha salva como CSV, com até 100.000 linhas. Você vê como ela é lida antes de salvar; todas as linhas são salvas ou nenhuma.",
    open: "Importar CSV",
    back: "Todas as despesas",
    file: "Arquivo CSV",
    paste: "Ou cole a tabela, com os títulos das colunas",
    read: "Conferir o arquivo",
    nothing: "Escolha um arquivo ou cole uma tabela",
    settings: "Como é lido",
    refresh: "Ler de novo",
    automatic: "Automático",
    encoding: "Codificação",
    separator: "Separador",
    separators: {
      comma: "Vírgula (,)",
      semicolon: "Ponto e vírgula (;)",
      tab: "Tabulação",
      pipe: "Barra (|)",
    },
    decimal: "Sinal decimal",
    decimals: { comma: "Vírgula: 1.234,56", point: "Ponto: 1,234.56" },
    dateOrder: "Datas",
    dateOrders: { dmy: "Dia primeiro: 31/12/2026", mdy: "Mês primeiro: 12/31/2026" },
    timeZone: "Fuso horário",
    userId: "Usuário, onde nenhuma coluna o informa",
    columns: "Colunas",
    noColumn: "Nenhuma coluna",
    row: "Linha",
    firstRows: "Primeiras linhas do arquivo",
    firstExpenses: "Primeiras linhas como são lidas",
    issuesTitle: "O que está errado",
    issue: "O que fazer",
    column: "Coluna",
    more: (count) => `… e mais ${count}`,
    summary: (rows, total) => `${rows} linhas, ${total} no total`,
    period: (first, last) => `de ${first} a ${last}`,
    ready: "Tudo pode ser lido. Nada foi salvo ainda.",
    refused: (count) =>
      `${count} células ou linhas estão erradas. Nada pode ser importado até que sejam corrigidas.`,
    one: "Há um erro. Nada pode ser importado até que seja corrigido.",
    negated:
      "Todos os valores são menores que 0, como em um extrato; são lidos como valores gastos.",
    history:
      "Linhas com mais de 48 horas recebem pontuação e ensinam o que é comum, mas não abrem anomalias nem alertas.",
    before: (by, at) =>
      `Este arquivo já foi importado, por ${by} em ${at}. Lido como naquela vez, nada é adicionado.`,
    beforeOtherwise: "Agora ele é lido de outra forma; importar adiciona as linhas outra vez.",
    again: "Importar outra vez mesmo assim",
    confirm: (rows) => `Importar ${rows} despesas`,
    drop: "Outro arquivo",
    gone:
      "O arquivo não está mais guardado; arquivos não importados são descartados depois de uma hora. Escolha-o de novo.",
    progress: (stored, rows) => `${stored} de ${rows} linhas estão salvas.`,
    running: "A importação foi aceita e continua, mesmo que você saia desta página.",
    done: "Todas as linhas estão salvas.",
    issues: {
      "not-text": () => "Isto é uma planilha ou outro arquivo, não texto; salve como CSV",
      "empty": () =>
        "Não há linhas abaixo dos títulos; a primeira linha deve conter os títulos das colunas",
      "too-many-rows": () => "Há mais de 100.000 linhas; divida o arquivo",
      "no-column": () => "Não há essa coluna; escolha a que contém a informação",
      "encoding": (given) =>
        `“${given}” está em outra codificação; escolha a codificação ou salve o arquivo em UTF-8`,
      "open-quote": () => "Uma aspa não foi fechada; feche-a ou retire-a",
      "text-after-quote": () =>
        "Há texto depois da aspa que fecha; dobre as aspas que ficam dentro de aspas",
      "too-many-cells": (given) =>
        `Há mais células que títulos (“${given}”); ponha entre aspas o que contém o separador`,
      "missing": () => "A célula está vazia; preencha-a",
      "amount": (given) => `“${given}” não é um valor; escreva como 1.234,56 ou 1,234.56`,
      "amount-unclear": (given) =>
        `“${given}” pode ser lido com vírgula ou com ponto decimal; escolha o sinal decimal`,
      "amount-zero": () => "O valor é 0; retire ou corrija a linha",
      "date": (given) =>
        `“${given}” não é uma data; escreva como 2026-12-31 ou 31/12/2026, ou escolha a ordem de dia e mês`,
      "date-range": (given) => `${given} está no futuro ou antes de 1970; corrija`,
      "too-long": (given) => `“${given}…” é longo demais; encurte`,
      "control": () => "O texto contém caracteres NUL; retire-os",
    },
  },
};
