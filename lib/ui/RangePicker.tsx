import { type DashboardRange, PRESETS } from "../dashboard/range.ts";
import type { Messages } from "../i18n/messages.ts";

export interface RangePickerProps {
  range: DashboardRange;
  url: URL;
  texts: Messages["range"];
}

/** Periods as links and a form for a custom one: every choice is an address and works without JavaScript. */
export function RangePicker({ range, url, texts }: RangePickerProps) {
  const hrefOf = (preset: string) => {
    const query = new URLSearchParams(url.search);
    for (const name of ["from", "to", "at"]) query.delete(name);
    query.set("range", preset);
    return `${url.pathname}?${query}`;
  };
  const minute = (at: number) => new Date(at).toISOString().slice(0, 16);
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
      <details class="popover" open={range.preset === "custom"}>
        <summary class="button">{texts.custom}</summary>
        <form method="get" action={url.pathname} class="card popover-body">
          <input type="hidden" name="range" value="custom" />
          <div class="field">
            <label for="range-from">{texts.from} (UTC)</label>
            <input
              class="input"
              id="range-from"
              type="datetime-local"
              name="from"
              value={minute(range.from)}
              required
            />
          </div>
          <div class="field">
            <label for="range-to">{texts.to} (UTC)</label>
            <input
              class="input"
              id="range-to"
              type="datetime-local"
              name="to"
              value={minute(range.to)}
              required
            />
          </div>
          <button type="submit" class="button button-primary">{texts.apply}</button>
        </form>
      </details>
    </>
  );
}
