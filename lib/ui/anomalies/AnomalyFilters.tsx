import { ANOMALY_KINDS } from "../../anomalies/anomaly.ts";
import type { Messages } from "../../i18n/messages.ts";

export interface AnomalyFiltersProps {
  query: URLSearchParams;
  texts: Messages["anomalies"];
}

/** Which anomalies are listed; the choice stands in the address. */
export function AnomalyFilters({ query, texts }: AnomalyFiltersProps) {
  const kinds = ANOMALY_KINDS.map((kind) => ({ value: kind, label: texts.kinds[kind] }));
  const states = [{ value: "true", label: texts.open }, { value: "false", label: texts.ended }];
  return (
    <nav class="page-head" aria-label={texts.filters}>
      <Choice name="open" label={texts.state} options={states} query={query} texts={texts} />
      <Choice name="kind" label={texts.kind} options={kinds} query={query} texts={texts} />
    </nav>
  );
}

interface ChoiceProps extends AnomalyFiltersProps {
  name: "open" | "kind";
  label: string;
  options: readonly { value: string; label: string }[];
}

function Choice({ name, label, options, query, texts }: ChoiceProps) {
  const chosen = query.get(name);
  const hrefOf = (value: string | null) => {
    const next = new URLSearchParams(query);
    if (value === null) next.delete(name);
    else next.set(name, value);
    return next.size === 0 ? "/anomalies" : `/anomalies?${next}`;
  };
  return (
    <div class="anomaly-choice" role="group" aria-label={label}>
      {[{ value: null, label: texts.all }, ...options].map((option) => (
        <a
          key={option.label}
          class={option.value === chosen ? "button button-primary" : "button"}
          href={hrefOf(option.value)}
          aria-current={option.value === chosen ? "true" : "false"}
        >
          {option.label}
        </a>
      ))}
    </div>
  );
}
