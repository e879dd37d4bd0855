import { type DashboardRange, PRESETS } from "../dashboard/range.ts";
import { localTimeText } from "../i18n/local_time.ts";
import type { Messages } from "../i18n/messages.ts";

export interface RangePickerProps {
  range: DashboardRange;
  url: URL;
  timeZone: string;
  texts: Messages["range"];
}

/** Periods as links and a form for a custom one: every choice is an address and works without JavaScript. */
export function RangePicker({ range, url, timeZone, texts }: RangePickerProps) {
  const hrefOf = (preset: string) => {
    const query = new URLSearchParams(url.search);
    for (const name of ["from", "to", "at"]) query.delete(name);
    query.set("range", preset);
    return `${url.pathname}?${query}`;
  };
  const isCustom = range.preset === "custom";
  const written = (at: number) => localTimeText(at, timeZone).replace("T", " ");
  return (
    <>
      <div class="segments" role="group" aria-label={texts.label}>
        {(Object.keys(PRESETS) as (keyof typeof PRESETS)[]).map((preset) => (
          <a
            key={preset}
            href={hrefOf(preset)}
            aria-current={range.preset === preset ? "true" : "false"}
          >
            {texts[preset]}
          </a>
        ))}
      </div>
      <details class="popover">
        <summary class="button" aria-current={isCustom ? "true" : undefined}>
          {isCustom ? `${written(range.from)} – ${written(range.to)}` : texts.custom}
        </summary>
        <form method="get" action={url.pathname} class="card popover-body">
          <input type="hidden" name="range" value="custom" />
          {(["from", "to"] as const).map((name) => (
            <div class="field" key={name}>
              <label for={`range-${name}`}>
                {texts[name]}
                <span class="muted">({timeZone})</span>
              </label>
              <input
                class="input"
                id={`range-${name}`}
                type="datetime-local"
                name={name}
                value={localTimeText(range[name], timeZone)}
                required
              />
            </div>
          ))}
          <button type="submit" class="button button-primary">{texts.apply}</button>
        </form>
      </details>
    </>
  );
}
