import { IMPORT_FIELDS } from "../../../expenses/import/column_names.ts";
import { DATE_ORDERS } from "../../../expenses/import/date_cell.ts";
import type { ExpenseSheet } from "../../../expenses/import/expense_sheet.ts";
import {
  columnChoice,
  DECIMAL_OF,
  DECIMALS,
  type ImportChoices,
  NO_COLUMN,
  SEPARATOR_NAMES,
  SEPARATOR_OF,
} from "../../../expenses/import/import_choices.ts";
import { ENCODINGS } from "../../../expenses/import/table_text.ts";
import type { Messages } from "../../../i18n/messages.ts";
import { FormField } from "../../FormField.tsx";

export interface ReadingFormProps {
  draft: string;
  choices: ImportChoices;
  sheet: ExpenseSheet;
  texts: Messages;
}

type Option = readonly [value: string, label: string];

/** How the table is read, each decision open to change. */
export function ReadingForm(
  { draft, choices, sheet, texts: { imports: texts, expenses } }: ReadingFormProps,
) {
  const found = (label: string | undefined) =>
    label === undefined ? texts.automatic : `${texts.automatic}: ${label}`;
  const separators = SEPARATOR_NAMES.map((name): Option => [name, texts.separators[name]]);
  const decimals = DECIMALS.map((name): Option => [name, texts.decimals[name]]);
  const orders = DATE_ORDERS.map((name): Option => [name, texts.dateOrders[name]]);
  const columns: Option[] = [
    [NO_COLUMN, texts.noColumn],
    ...sheet.headings.map((heading, index): Option => [`#${index + 1}`, heading]),
  ];
  const separator = SEPARATOR_NAMES.find((name) => SEPARATOR_OF[name] === sheet.separator);
  const decimal = DECIMALS.find((name) => DECIMAL_OF[name] === sheet.decimal);
  const zones = Intl.supportedValuesOf("timeZone").map((zone): Option => [zone, zone]);
  const encodings = ENCODINGS.map((name): Option => [name, name.toUpperCase()]);
  const fields = [
    ["encoding", texts.encoding, sheet.encoding.toUpperCase(), encodings],
    ["separator", texts.separator, separator && texts.separators[separator], separators],
    ["decimal", texts.decimal, decimal && texts.decimals[decimal], decimals],
    ["dateOrder", texts.dateOrder, texts.dateOrders[sheet.dateOrder], orders],
    ["timeZone", texts.timeZone, sheet.timeZone, zones],
  ] as const;
  return (
    <form class="card card-body" method="get" action="/expenses/import">
      <h2>{texts.settings}</h2>
      <input type="hidden" name="draft" value={draft} />
      <div class="form-grid">
        {fields.map(([name, label, automatic, options]) => (
          <FormField
            key={name}
            id={`import-${name}`}
            name={name}
            label={label}
            value={choices[name] ?? ""}
            options={[["", found(automatic)], ...options]}
          />
        ))}
        <FormField
          id="import-userId"
          name="userId"
          label={texts.userId}
          value={sheet.userId}
          maxLength={128}
        />
      </div>
      <fieldset class="import-columns">
        <legend>{texts.columns}</legend>
        <div class="form-grid">
          {IMPORT_FIELDS.map((field) => {
            const index = sheet.columns[field];
            const name = columnChoice(field);
            const chosen = choices[name] ?? "";
            const automatic = index === undefined ? texts.noColumn : sheet.headings[index];
            return (
              <FormField
                key={name}
                id={`import-${name}`}
                name={name}
                label={expenses.fields[field]}
                value={chosen === "" || index === undefined ? chosen : `#${index + 1}`}
                options={[["", found(automatic)], ...columns]}
              />
            );
          })}
        </div>
      </fieldset>
      <div>
        <button type="submit" class="button">{texts.refresh}</button>
      </div>
    </form>
  );
}
