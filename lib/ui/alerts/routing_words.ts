import { formatMatcher } from "../../alerts/routing/matcher_text.ts";
import type { Matcher } from "../../alerts/routing/matcher.ts";
import type { Calendar } from "../../alerts/routing/calendar.ts";
import type { RouteSettings } from "../../alerts/routing/routing_config.ts";
import type { Locale } from "../../i18n/locale.ts";
import type { Messages } from "../../i18n/messages.ts";

/** A channel that routes can name. */
export interface NamedChannel {
  id: string;
  name: string;
  enabled: boolean;
}

/** What the words about routes are made with. */
export interface RoutingWords {
  texts: Messages["routing"];
  locale: Locale;
  channels: readonly NamedChannel[];
}

/** `90 s`, `5 min`, `4 h` in the reader's language. */
export function durationWords(seconds: number, locale: Locale): string {
  const [value, unit] = seconds % 3_600 === 0 && seconds > 0
    ? [seconds / 3_600, "hour"]
    : seconds % 60 === 0 && seconds > 0
    ? [seconds / 60, "minute"]
    : [seconds, "second"];
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: unit as string,
    unitDisplay: "short",
  })
    .format(value as number);
}

export function matcherWords(matchers: readonly Matcher[]): string {
  return matchers.map(formatMatcher).join(", ");
}

/** Names of the channels, those that are off marked. */
export function channelWords(
  ids: readonly string[] | null,
  { texts, channels }: RoutingWords,
): string {
  if (ids === null) return texts.allChannels;
  if (ids.length === 0) return texts.noChannels;
  return ids.map((id) => {
    const channel = channels.find((one) => one.id === id);
    if (channel === undefined) return id;
    return channel.enabled ? channel.name : `${channel.name} (${texts.off})`;
  }).join(", ");
}

/** What a route does, one line each. */
export function settingsWords(settings: RouteSettings, words: RoutingWords): string[] {
  const { texts, locale } = words;
  const time = (seconds: number) => durationWords(seconds, locale);
  return [
    [
      channelWords(settings.channels, words),
      texts.groupBy(settings.groupBy.join(", ")),
    ].join(" · "),
    texts.times(
      time(settings.groupWaitSeconds),
      time(settings.groupIntervalSeconds),
      time(settings.repeatIntervalSeconds),
    ),
    ...(settings.calendars.length > 0 ? [texts.quiet(settings.calendars.join(", "))] : []),
    ...settings.escalation.map(({ afterMinutes, channels }) =>
      texts.escalates(time(afterMinutes * 60), channelWords(channels, words))
    ),
    ...(settings.sendResolved ? [] : [texts.noResolved]),
  ];
}

/** When a calendar is quiet, one line each. */
export function calendarWords(calendar: Calendar, { texts, locale }: RoutingWords): string[] {
  const weekday = new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" });
  // 5 January 1970 was a Monday.
  const dayName = (day: number) => weekday.format(Date.UTC(1970, 0, 4 + day));
  const { holidays, optionalHolidays, dates, criticalPasses, timeZone } = calendar;
  return [
    timeZone,
    ...calendar.quietHours.map(({ days, from, to }) =>
      texts.nightly(days.map(dayName).join(", "), from, to)
    ),
    ...(holidays === null ? [] : [
      texts.holidays[holidays] + (optionalHolidays ? ` ${texts.optionalHolidays}` : ""),
    ]),
    ...(dates.length === 0 ? [] : [texts.dates(dates.length)]),
    ...(criticalPasses ? [texts.criticalPasses] : []),
  ];
}
