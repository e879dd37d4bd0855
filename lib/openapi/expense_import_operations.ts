import { z } from "zod";
import { MAX_ROWS } from "../expenses/import/expense_sheet.ts";
import { IMPORT_FIELDS } from "../expenses/import/column_names.ts";
import { DATE_ORDERS } from "../expenses/import/date_cell.ts";
import {
  columnChoice,
  DECIMALS,
  type ImportChoices,
  SEPARATOR_NAMES,
} from "../expenses/import/import_choices.ts";
import { publicImportSchema } from "../expenses/import/import_record.ts";
import { importQuery } from "../expenses/import/import_request.ts";
import { sheetPreviewSchema } from "../expenses/import/sheet_preview.ts";
import { ENCODINGS } from "../expenses/import/table_text.ts";
import {
  answerComponent,
  json,
  type Operation,
  parameters,
  type ParameterText,
  problemJson,
  text,
} from "./operation.ts";
import { problemSchema } from "./problem_schemas.ts";
import { pathParameter } from "./shared_parameters.ts";

const importComponent = answerComponent("ExpenseImport", publicImportSchema, {
  description: "A table that was accepted: all its rows are stored, or will be.",
  fields: {
    state: { description: "`accepted` while rows are being stored, then `done`." },
    by: { description: "Who imported it; the `source` of its events." },
    stored: { description: "Rows that are stored so far." },
  },
});

const previewComponent = answerComponent("ExpenseImportPreview", sheetPreviewSchema, {
  description: "How a table would be imported.",
  fields: {
    columns: { description: "Heading by field, of those that a column was found for." },
    decimal: { description: "`null`: amounts like `1.234` can be either, and nobody chose." },
    isNegated: { description: "Every amount is below 0 and is read as spent." },
    rows: { description: "Rows below the headings that are not blank." },
    firstRows: { description: "Cells as they are written." },
    expenses: { description: "The first rows as they are read." },
    errors: { description: "The first 100; `errorCount` is of all." },
    importedBefore: { description: "Imports of the same text, newest first." },
  },
  parts: [importComponent],
});

const refusedComponent = answerComponent(
  "ExpenseImportRefused",
  problemSchema.extend({ errorCount: z.int() }),
  {
    description: "Why no row of a table was imported.",
    fields: { errorCount: { description: "Of all errors; the first 100 are listed." } },
  },
);

const FIND_OUT = "Default: found out from the table.";

const COLUMN_TEXTS = Object.fromEntries(
  IMPORT_FIELDS.map((field) => [columnChoice(field), {
    description: `Heading of the column that holds \`${field}\`, or \`#3\` for the third; ` +
      "`#0` for none. Default: by its heading, in English or Portuguese.",
  }]),
) as Record<`${typeof IMPORT_FIELDS[number]}Column`, ParameterText>;

const CHOICE_TEXTS: Readonly<Record<keyof ImportChoices, ParameterText>> = {
  encoding: {
    description: `Default: the charset of \`Content-Type\`, else found out.`,
    schema: { type: "string", enum: [...ENCODINGS] },
  },
  separator: { description: FIND_OUT, schema: { type: "string", enum: [...SEPARATOR_NAMES] } },
  decimal: {
    description: `What \`1.234\` means. ${FIND_OUT}`,
    schema: { type: "string", enum: [...DECIMALS] },
  },
  dateOrder: {
    description: `What \`03/04/2026\` means. ${FIND_OUT} Days first where nothing tells.`,
    schema: { type: "string", enum: [...DATE_ORDERS] },
  },
  timeZone: {
    description: "IANA zone of times without one of their own. Default: the browser's, else UTC.",
    schema: { type: "string" },
    example: "America/Sao_Paulo",
  },
  userId: {
    description: "Whose expenses they are where no column says it. Default: the caller.",
    schema: { type: "string" },
  },
  ...COLUMN_TEXTS,
};

const IMPORT_QUERY = parameters(importQuery, {
  ...CHOICE_TEXTS,
  again: {
    description: "Allows a file that was imported before, now read in another way; its rows are " +
      "added again then.",
    schema: { type: "boolean", default: false },
  },
  fileName: { description: "Kept with the import.", example: "trips.csv" },
});

const TABLE = "Data;Usuário;Categoria;Estabelecimento;Valor\n" +
  "20/11/2025 09:30;ana;Viagem;Táxi Aeroporto;1.234,56\n" +
  "21/11/2025;rui;Refeição;Cantina;32,50\n";

const BODY = {
  description: `A table of at most ${MAX_ROWS.toLocaleString("en")} rows below one row of ` +
    "headings; at most 25 MiB.",
  content: text("text/csv", "Comma, semicolon, tab or bar between the cells.", TABLE),
};

const IMPORT_ID = "0b0c6e7e-4f51-4d86-9a43-0a4e5f6c7d8e";
const IMPORT_EXAMPLE = {
  id: IMPORT_ID,
  state: "accepted",
  fileName: "trips.csv",
  by: "ana",
  rows: 2,
  stored: 0,
  acceptedAt: "2026-11-22T12:00:00.000Z",
  doneAt: null,
};
const WRONG = {
  path: "rows.3.Valor",
  message: "“much” is no amount; write it like 1,234.56 or 1.234,56",
};

export const EXPENSE_IMPORT_OPERATIONS: readonly Operation[] = [
  {
    id: "previewExpenseImport",
    method: "post",
    path: "/api/v1/expenses/import/preview",
    tag: "Expenses",
    summary: "See how a table would be imported",
    description: "Stores nothing. Rows are counted as a spreadsheet does, the headings being 1.",
    permission: "events:write",
    query: IMPORT_QUERY,
    body: BODY,
    answers: {
      200: {
        description: "How it is read, and all that is wrong.",
        content: json(previewComponent, {
          encoding: "utf-8",
          separator: ";",
          headings: ["Data", "Valor"],
          columns: { date: "Data", amount: "Valor" },
          decimal: "comma",
          dateOrder: "dmy",
          timeZone: "America/Sao_Paulo",
          userId: "ana",
          isNegated: false,
          rows: 2,
          firstRows: [{ row: 2, cells: ["20/11/2025", "1.234,56"] }, {
            row: 3,
            cells: ["21/11/2025", "much"],
          }],
          expenses: [{
            row: 2,
            amount: 1234.56,
            timestamp: "2025-11-20T15:00:00.000Z",
            userId: "ana",
            category: "",
            merchant: "",
            note: "",
          }],
          errors: [WRONG],
          errorCount: 1,
          importedBefore: [],
        }),
      },
    },
  },
  {
    id: "importExpenses",
    method: "post",
    path: "/api/v1/expenses/import",
    tag: "Expenses",
    summary: "Import a table",
    description: "All rows or none: when one is wrong nothing is stored. What is accepted is " +
      "stored by a job that survives a crash. The same table again, read in the same way, is the " +
      "same import and adds nothing. Rows older than 48 hours are scored and learned from, but " +
      "open no anomaly.",
    permission: "events:write",
    query: IMPORT_QUERY,
    body: BODY,
    answers: {
      202: {
        description: "Accepted: every row will be stored.",
        headers: { Location: { description: "Path of the import.", schema: { type: "string" } } },
        content: json(importComponent, IMPORT_EXAMPLE),
      },
      200: {
        description: "The same import was there already.",
        content: json(importComponent, {
          ...IMPORT_EXAMPLE,
          state: "done",
          stored: 2,
          doneAt: "2026-11-22T12:00:01.000Z",
        }),
      },
    },
    problems: {
      422: {
        description: "A parameter or the table is wrong; nothing was stored.",
        content: problemJson(refusedComponent, {
          type: "about:blank",
          title: "Unprocessable Entity",
          status: 422,
          detail: "Nothing was imported: 1 thing is wrong; see errors.",
          errors: [WRONG],
          errorCount: 1,
        }),
      },
    },
    errors: { 409: "The same table was imported before, read in another way." },
  },
  {
    id: "getExpenseImport",
    method: "get",
    path: "/api/v1/expenses/imports/{id}",
    tag: "Expenses",
    summary: "Read how far an import is",
    permission: "events:read",
    pathParameters: pathParameter("id", "Id of the import.", IMPORT_ID),
    answers: {
      200: { description: "The import.", content: json(importComponent, IMPORT_EXAMPLE) },
    },
    errors: { 404: "There is no import with this id." },
  },
];
