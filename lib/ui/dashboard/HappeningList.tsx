import type { Happening } from "../../dashboard/happening.ts";
import type { Formatter } from "../../i18n/format.ts";
import type { Messages } from "../../i18n/messages.ts";
import { happeningName, happeningTime } from "./happening_marks.ts";

export interface HappeningListProps {
  /** Oldest first. */
  happenings: readonly Happening[];
  texts: Messages["happening"];
  format: Formatter;
}

const SHOWN = 3;

/** What goes on and the newest of what a chart marks, as ways to it. */
export function HappeningList({ happenings, texts, format }: HappeningListProps) {
  if (happenings.length === 0) return null;
  const newest = happenings.toReversed();
  const shown = [
    ...newest.filter(({ to }) => to === null),
    ...newest.filter(({ to }) => to !== null),
  ].slice(0, SHOWN);
  const more = happenings.length - shown.length;
  const isAlert = happenings.some(({ kind }) => kind === "alert");
  return (
    <ul class="happenings" aria-label={texts.list}>
      {shown.map((each) => (
        <li key={each.id} data-tone={each.kind === "alert" ? each.severity : "warning"}>
          <a
            href={each.kind === "alert"
              ? `/alerts#alert-${each.id}`
              : `/anomalies/${encodeURIComponent(each.id)}`}
          >
            {happeningName(each, texts)}
          </a>{" "}
          <span class="muted">{happeningTime(each, texts, format)}</span>
        </li>
      ))}
      {more > 0 && (
        <li>
          <a href={isAlert ? "/alerts" : "/anomalies"}>{texts.more(more)}</a>
        </li>
      )}
    </ul>
  );
}
