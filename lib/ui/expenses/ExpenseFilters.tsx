import { localTimeText } from "../../i18n/local_time.ts";
import type { Messages } from "../../i18n/messages.ts";
import { Icon } from "../icons.tsx";
import { Link } from "../Link.tsx";

export interface ExpenseFiltersProps {
  query: URLSearchParams;
  timeZone: string;
  texts: Messages;
}

const TEXTS = ["userId", "category", "merchant"] as const;
const TIMES = ["from", "to"] as const;
const NAMES = [...TEXTS, ...TIMES, "flagged"];

/** Which expenses are meant, for figures and list alike; the choice stands in the address. */
export function ExpenseFilters({ query, timeZone, texts }: ExpenseFiltersProps) {
  const { expenses, events } = texts;
  const active = NAMES.filter((name) => query.has(name)).length;
  const flagged = query.get("flagged") ?? "";
  return (
    <details class="card filters" open={active > 0}>
      <summary>
        <Icon name="filter" size={16} />
        <span class="spacer">{events.filters}</span>
        {active > 0 && <span class="muted">{events.filtersActive(active)}</span>}
        <Icon name="chevron" size={16} />
      </summary>
      <form method="get" action="/expenses" class="filter-form expense-filter">
        {TEXTS.map((name) => (
          <div class="field" key={name}>
            <label for={`filter-${name}`}>{expenses.fields[name]}</label>
            <input
              class="input"
              id={`filter-${name}`}
              name={name}
              type="search"
              autocomplete="off"
              spellcheck={false}
              value={query.get(name) ?? ""}
            />
          </div>
        ))}
        <div class="field">
          <label for="filter-flagged">{expenses.flaggedFilter}</label>
          <select class="select" id="filter-flagged" name="flagged">
            {(["", "true", "false"] as const).map((value) => (
              <option key={value} value={value} selected={value === flagged}>
                {expenses.flaggedChoices[value]}
              </option>
            ))}
          </select>
        </div>
        {TIMES.map((name) => {
          const at = Date.parse(query.get(name) ?? "");
          return (
            <div class="field filter-time" key={name}>
              <label for={`filter-${name}`}>
                {texts.range[name]}
                <span class="muted">({timeZone})</span>
              </label>
              <input
                class="input"
                id={`filter-${name}`}
                name={name}
                type="datetime-local"
                value={Number.isNaN(at) ? "" : localTimeText(at, timeZone)}
              />
            </div>
          );
        })}
        <button type="submit" class="button button-primary">{events.search}</button>
        {active > 0 && <Link class="button" href="/expenses">{texts.feed.clear}</Link>}
      </form>
    </details>
  );
}
