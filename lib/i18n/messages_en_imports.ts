/** English texts of imports of expenses from tables. */
export const importsEn = {
  imports: {
    title: "Import expenses",
    explain:
      "From a spreadsheet saved as CSV, up to 100,000 rows. You see how it is read before anything is saved; all rows are saved or none.",
    open: "Import CSV",
    back: "All expenses",
    file: "CSV file",
    paste: "Or paste the table, headings included",
    read: "Check the file",
    nothing: "Choose a file or paste a table",
    settings: "How it is read",
    refresh: "Read again",
    automatic: "Automatic",
    encoding: "Encoding",
    separator: "Separator",
    separators: { comma: "Comma (,)", semicolon: "Semicolon (;)", tab: "Tab", pipe: "Bar (|)" },
    decimal: "Decimal sign",
    decimals: { comma: "Comma: 1.234,56", point: "Point: 1,234.56" },
    dateOrder: "Dates",
    dateOrders: { dmy: "Day first: 31/12/2026", mdy: "Month first: 12/31/2026" },
    timeZone: "Time zone",
    userId: "User, where no column says it",
    columns: "Columns",
    noColumn: "No column",
    row: "Row",
    firstRows: "First rows of the file",
    firstExpenses: "First rows as they are read",
    issuesTitle: "What is wrong",
    issue: "What to do",
    column: "Column",
    more: (count: string) => `… and ${count} more`,
    summary: (rows: string, total: string) => `${rows} rows, ${total} in all`,
    period: (first: string, last: string) => `from ${first} to ${last}`,
    ready: "Everything can be read. Nothing is saved yet.",
    refused: (count: string) =>
      `${count} cells or rows are wrong. Nothing can be imported until they are right.`,
    one: "One thing is wrong. Nothing can be imported until it is right.",
    negated: "Every amount is below 0, as in a bank statement; they are read as spent.",
    history:
      "Rows older than 48 hours are scored and learned from, but open no anomaly and no alert.",
    before: (by: string, at: string) =>
      `This file was imported before, by ${by} on ${at}. Read as it was then, nothing is added.`,
    beforeOtherwise: "It is read in another way now; importing adds its rows again.",
    again: "Import it again all the same",
    confirm: (rows: string) => `Import ${rows} expenses`,
    drop: "Another file",
    gone:
      "The file is not kept any more; files that are not imported are dropped after an hour. Choose it again.",
    progress: (stored: string, rows: string) => `${stored} of ${rows} rows are saved.`,
    running: "The import was accepted and goes on, also when you leave this page.",
    done: "All rows are saved.",
    issues: {
      "not-text": () => "This is a spreadsheet or another file, not text; save it as CSV",
      "empty": () => "There are no rows below the headings; the first row must hold the headings",
      "too-many-rows": () => "There are more than 100,000 rows; split the file",
      "no-column": (_given: string) => "There is no such column; choose the one that holds it",
      "encoding": (given: string) =>
        `“${given}” is in another encoding than the rest; choose the encoding, or save the file as UTF-8`,
      "open-quote": () => "A quotation mark is not closed; close it or take it out",
      "text-after-quote": () =>
        "Text follows a closing quotation mark; double the marks inside of quotes",
      "too-many-cells": (given: string) =>
        `There are more cells than headings (“${given}”); put quotation marks around what holds a separator`,
      "missing": (_given: string) => "The cell is empty; fill it in",
      "amount": (given: string) => `“${given}” is no amount; write it like 1,234.56 or 1.234,56`,
      "amount-unclear": (given: string) =>
        `“${given}” can be read with a decimal point or comma; choose the decimal sign`,
      "amount-zero": () => "The amount is 0; take the row out or correct it",
      "date": (given: string) =>
        `“${given}” is no date; write it like 2026-12-31 or 31/12/2026, or choose the order of day and month`,
      "date-range": (given: string) => `${given} is in the future, or before 1970; correct it`,
      "too-long": (given: string) => `“${given}…” is too long; shorten it`,
      "control": () => "The text holds NUL characters; take them out",
    },
  },
};
