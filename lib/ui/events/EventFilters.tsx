import type { Formatter } from "../../i18n/format.ts";
import { localTimeText } from "../../i18n/local_time.ts";
import type { Messages } from "../../i18n/messages.ts";
import { Icon } from "../icons.tsx";
import { FILTER_FIELDS, filterLabel, WELL_KNOWN_TYPES } from "./filter_fields.ts";
import { Link } from "../Link.tsx";

export interface EventFiltersProps {
  query: URLSearchParams;
  /** Parameters that were not understood. */
  wrong: string[];
  texts: Messages;
  format: Formatter;
  timeZone: string;
}

/**
 * A form of GET: what it asks is in the address, so that a view can be reloaded and shared. Wide
 * pages show it always; on phones it opens when something is filtered.
 */
export function EventFilters(props: EventFiltersProps) {
  const { query, wrong, texts } = props;
  const { events } = texts;
  const active = [...query];
  return (
    <>
      {wrong.length > 0 && <Faults query={query} wrong={wrong} texts={texts} />}
      <details class="card filters" open={active.length > 0}>
        <summary>
          <Icon name="filter" size={16} />
          <span class="spacer">{events.filters}</span>
          {active.length > 0 && <span class="muted">{events.filtersActive(active.length)}</span>}
          <Icon name="chevron" size={16} />
        </summary>
        <form method="get" action="/events" class="filter-form">
          {FILTER_FIELDS.map((field) => <FilterField key={field.name} {...props} field={field} />)}
          <button type="submit" class="button button-primary">{events.search}</button>
          <datalist id="well-known-types">
            {WELL_KNOWN_TYPES.map((type) => <option key={type} value={type} />)}
          </datalist>
        </form>
      </details>
      {active.length > 0 && <Chips active={active} {...props} />}
    </>
  );
}

interface FilterFieldProps extends EventFiltersProps {
  field: typeof FILTER_FIELDS[number];
}

function FilterField({ field: { name, kind }, query, wrong, texts, timeZone }: FilterFieldProps) {
  const value = query.get(name) ?? "";
  const at = Date.parse(value);
  const isWrong = wrong.includes(name);
  return (
    <div class={`field filter-${kind}`}>
      <label for={`filter-${name}`}>
        {filterLabel(name, texts)}
        {kind === "time" && <span class="muted">({timeZone})</span>}
      </label>
      <input
        class="input"
        id={`filter-${name}`}
        name={name}
        type={kind === "time" ? "datetime-local" : kind}
        step={kind === "number" ? "any" : undefined}
        list={name === "type" ? "well-known-types" : undefined}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        value={kind === "time" && !Number.isNaN(at) ? localTimeText(at, timeZone) : value}
        aria-invalid={isWrong ? "true" : undefined}
        aria-describedby={isWrong ? "filter-faults" : undefined}
      />
    </div>
  );
}

/** What was not understood, with the way to each field. */
function Faults({ query, wrong, texts }: Pick<EventFiltersProps, "query" | "wrong" | "texts">) {
  const { events } = texts;
  const messageFor = (name: string) => {
    // Each end can be read, so what is wrong is their order.
    if (name === "to" && !Number.isNaN(Date.parse(query.get("to") ?? ""))) return events.wrongTime;
    if (name === "maxValue" && Number.isFinite(Number(query.get(name)))) return events.wrongValue;
    return events.wrong(filterLabel(name, texts));
  };
  return (
    <div class="notice page-head" data-state="critical" role="alert" id="filter-faults">
      <ul class="plain-list">
        {wrong.map((name) => (
          <li key={name}>
            <a href={`#filter-${name}`}>{messageFor(name)}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface ChipsProps extends EventFiltersProps {
  active: [string, string][];
}

/** What is filtered, removable one by one and all at once. */
function Chips({ active, query, texts, format }: ChipsProps) {
  return (
    <div class="chips page-head" role="group" aria-label={texts.feed.filters}>
      {active.map(([name, value]) => {
        const rest = new URLSearchParams(query);
        rest.delete(name);
        const isTime = (name === "from" || name === "to") && !Number.isNaN(Date.parse(value));
        const shown = `${filterLabel(name, texts)}: ${isTime ? format.dateTime(value) : value}`;
        return (
          <span class="chip" key={name} data-chip={name}>
            <span class="truncate">{shown}</span>
            <Link href={`/events?${rest}`} aria-label={texts.feed.remove(shown)}>
              <Icon name="close" size={14} />
            </Link>
          </span>
        );
      })}
      {active.length > 1 && <Link class="chips-clear" href="/events">{texts.feed.clear}</Link>}
    </div>
  );
}
