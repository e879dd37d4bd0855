import type { Locale } from "../../i18n/locale.ts";
import { type Messages, messagesFor } from "../../i18n/messages.ts";
import { Icon } from "../icons.tsx";

export interface EventFiltersProps {
  query: URLSearchParams;
  texts: Messages["events"];
  locale: Locale;
}

const TEXT_FILTERS = [
  { name: "type", label: "type" },
  { name: "userId", label: "user" },
  { name: "region", label: "region" },
  { name: "product", label: "product" },
  { name: "source", label: "source" },
  { name: "q", label: "text" },
] as const;
const NUMBER_FILTERS = [
  { name: "minValue", label: "minValue" },
  { name: "maxValue", label: "maxValue" },
] as const;

/** A form of GET: what it asks is in the address, so that a view can be reloaded and shared. */
export function EventFilters({ query, texts, locale }: EventFiltersProps) {
  const ranges = messagesFor(locale).range;
  const active = [...query].filter(([, value]) => value !== "");
  return (
    <>
      <form method="get" action="/events" class="card card-body filters">
        <div class="form-row">
          {TEXT_FILTERS.map(({ name, label }) => (
            <div class="field" key={name}>
              <label for={`filter-${name}`}>{texts[label]}</label>
              <input
                class="input"
                id={`filter-${name}`}
                name={name}
                value={query.get(name) ?? ""}
              />
            </div>
          ))}
          {NUMBER_FILTERS.map(({ name, label }) => (
            <div class="field" key={name}>
              <label for={`filter-${name}`}>{texts[label]}</label>
              <input
                class="input"
                id={`filter-${name}`}
                name={name}
                type="number"
                step="any"
                value={query.get(name) ?? ""}
              />
            </div>
          ))}
          {(["from", "to"] as const).map((name) => (
            <div class="field" key={name}>
              <label for={`filter-${name}`}>{ranges[name]}</label>
              <input
                class="input"
                id={`filter-${name}`}
                name={name}
                type="date"
                value={query.get(name)?.slice(0, 10) ?? ""}
              />
            </div>
          ))}
          <button type="submit" class="button button-primary">{texts.search}</button>
        </div>
      </form>
      {active.length > 0 && <ActiveFilters active={active} query={query} locale={locale} />}
    </>
  );
}

interface ActiveFiltersProps {
  active: [string, string][];
  query: URLSearchParams;
  locale: Locale;
}

function ActiveFilters({ active, query, locale }: ActiveFiltersProps) {
  const texts = messagesFor(locale).feed;
  return (
    <div class="chips page-head" role="group" aria-label={texts.filters}>
      {active.map(([name, value]) => {
        const rest = new URLSearchParams(query);
        rest.delete(name);
        return (
          <span class="chip" key={name}>
            {name}: {value}
            <a href={`/events?${rest}`} aria-label={texts.remove(value)}>
              <Icon name="close" size={14} />
            </a>
          </span>
        );
      })}
      <a href="/events">{texts.clear}</a>
    </div>
  );
}
