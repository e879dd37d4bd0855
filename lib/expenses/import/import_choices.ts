import { z } from "zod";
import type { DecimalSign } from "../amount.ts";
import { IMPORT_FIELDS, type ImportField } from "./column_names.ts";
import type { Separator } from "./csv_records.ts";
import { DATE_ORDERS } from "./date_cell.ts";
import { ENCODINGS } from "./table_text.ts";

/** Names of the separators, which are hard to write in an address. */
export const SEPARATOR_NAMES = ["comma", "semicolon", "tab", "pipe"] as const;
export type SeparatorName = typeof SEPARATOR_NAMES[number];
export const SEPARATOR_OF: Readonly<Record<SeparatorName, Separator>> = {
  comma: ",",
  semicolon: ";",
  tab: "\t",
  pipe: "|",
};

export const DECIMALS = ["comma", "point"] as const;
export const DECIMAL_OF: Readonly<Record<typeof DECIMALS[number], DecimalSign>> = {
  comma: ",",
  point: ".",
};

/** Stands for "no column" where a column is chosen by its number. */
export const NO_COLUMN = "#0";

/** Forms send what was not chosen as an empty text. */
function choice<T extends string>(values: readonly T[]) {
  return z.enum(["", ...values]).transform((value) => value === "" ? undefined : value as T)
    .optional();
}

function text(maxLength: number) {
  return z.string().trim().max(maxLength).transform((value) => value === "" ? undefined : value)
    .optional();
}

const timeZone = text(64).refine((name) => {
  try {
    return name === undefined || new Intl.DateTimeFormat("en", { timeZone: name }) !== null;
  } catch {
    return false;
  }
}, "Must be an IANA time zone, like America/Sao_Paulo");

type ColumnName = `${ImportField}Column`;

/** Name of the choice of a field's column. */
export function columnChoice(field: ImportField): ColumnName {
  return `${field}Column`;
}

const columnShape = Object.fromEntries(
  IMPORT_FIELDS.map((field) => [columnChoice(field), text(256)]),
) as Record<ColumnName, ReturnType<typeof text>>;

/** Everything that a person may decide about a table; what is left out is found out. */
export const CHOICE_PARAMETERS = {
  encoding: choice(ENCODINGS),
  separator: choice(SEPARATOR_NAMES),
  decimal: choice(DECIMALS),
  dateOrder: choice(DATE_ORDERS),
  timeZone,
  /** Whose expenses they are where no column says so. */
  userId: text(128),
  ...columnShape,
};

export const importChoices = z.object(CHOICE_PARAMETERS);
export type ImportChoices = z.output<typeof importChoices>;
