import { FEED_FILTER_NAMES, type FeedFilter } from "../../dashboard/feed_filter.ts";
import type { Messages } from "../../i18n/messages.ts";
import { Icon } from "../icons.tsx";

export interface FeedChipsProps {
  filter: FeedFilter;
  /** Writes a bucket's start as the chart does. */
  bucketName: (at: string) => string;
  texts: Messages["feed"];
  onChange: (filter: FeedFilter) => void;
}

/** What the feed is narrowed to, removable one by one and all at once. */
export function FeedChips({ filter, bucketName, texts, onChange }: FeedChipsProps) {
  const active = FEED_FILTER_NAMES.filter((name) => filter[name] !== undefined);
  if (active.length === 0) return null;
  return (
    <div class="chips feed-chips" role="group" aria-label={texts.filters}>
      {active.map((name) => {
        const value = filter[name] ?? "";
        const label = name === "at" ? bucketName(value) : value;
        return (
          <span class="chip" key={name} data-chip={name}>
            <span class="truncate">{label}</span>
            <button
              type="button"
              aria-label={texts.remove(label)}
              onClick={() => {
                const { [name]: _removed, ...rest } = filter;
                onChange(rest);
              }}
            >
              <Icon name="close" size={14} />
            </button>
          </span>
        );
      })}
      {active.length > 1 && (
        <button type="button" class="link-button" onClick={() => onChange({})}>
          {texts.clear}
        </button>
      )}
    </div>
  );
}
