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
  const automatic = {
    encoding: found(sheet.encoding.toUpperCase()),
    separator: found(separator && texts.separators[separator]),
    decimal: found(decimal && texts.decimals[decimal]),
    dateOrder: found(texts.dateOrders[sheet.dateOrder]),
  };
  return (
    <form class="card card-body" method="get" action="/expenses/import">
      <h2>{texts.settings}</h2>
      <input type="hidden" name="draft" value={draft} />
      <div class="form-grid">
        <Choice
          name="encoding"
          label={texts.encoding}
          first={automatic.encoding}
          options={ENCODINGS.map((name): Option => [name, name.toUpperCase()])}
          chosen={choices.encoding}
        />
        <Choice
          name="separator"
          label={texts.separator}
          first={automatic.separator}
          options={separators}
          chosen={choices.separator}
        />
        <Choice
          name="decimal"
          label={texts.decimal}
          first={automatic.decimal}
          options={decimals}
          chosen={choices.decimal}
        />
        <Choice
          name="dateOrder"
          label={texts.dateOrder}
          first={automatic.dateOrder}
          options={orders}
          chosen={choices.dateOrder}
        />
        <Choice
          name="timeZone"
          label={texts.timeZone}
          first={found(sheet.timeZone)}
          options={Intl.supportedValuesOf("timeZone").map((zone): Option => [zone, zone])}
          chosen={choices.timeZone}
        />
        <div class="field">
          <label for="import-userId">{texts.userId}</label>
          <input
            class="input"
            id="import-userId"
            name="userId"
            maxLength={128}
            autocomplete="off"
            value={choices.userId ?? sheet.userId}
          />
        </div>
      </div>
      <fieldset class="import-columns">
        <legend>{texts.columns}</legend>
        <div class="form-grid">
          {IMPORT_FIELDS.map((field) => {
            const index = sheet.columns[field];
            const chosen = choices[columnChoice(field)];
            return (
              <Choice
                key={field}
                name={columnChoice(field)}
                label={expenses.fields[field]}
                first={found(index === undefined ? texts.noColumn : sheet.headings[index])}
                options={columns}
                chosen={chosen === undefined || index === undefined ? chosen : `#${index + 1}`}
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

interface ChoiceProps {
  name: string;
  label: string;
  /** What is taken when nothing is chosen. */
  first: string;
  options: readonly Option[];
  chosen: string | undefined;
}

function Choice({ name, label, first, options, chosen }: ChoiceProps) {
  const id = `import-${name}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select class="select" id={id} name={name}>
        <option value="">{first}</option>
        {options.map(([value, text]) => (
          <option key={value} value={value} selected={value === chosen}>{text}</option>
        ))}
      </select>
    </div>
  );
}
