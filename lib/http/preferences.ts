import type { Middleware } from "fresh";
import type { State } from "../define.ts";
import { LOCALE_COOKIE, negotiateLocale, parseLocale } from "../i18n/locale.ts";
import { isTimeZone } from "../i18n/time_zone.ts";
import { readCookie } from "./cookies.ts";
import { accessOf } from "./request_trace.ts";

const THEME_COOKIE = "vigia_theme";
const TIME_ZONE_COOKIE = "vigia_tz";
const THEMES = ["dark", "light", "system"] as const;
function timeZoneOf(cookie: string | null): string {
  const value = readCookie(cookie, TIME_ZONE_COOKIE);
  if (value === null || value.length > 64) return "UTC";
  try {
    const name = decodeURIComponent(value);
    return isTimeZone(name) ? name : "UTC";
  } catch {
    return "UTC";
  }
}

/** Language, theme and time zone of the reader, from cookies and `Accept-Language`. */
export const readPreferences: Middleware<State> = (ctx) => {
  // Senders of events read nothing.
  if (accessOf(ctx).permission === "webhook") return ctx.next();
  const { headers } = ctx.req;
  const cookie = headers.get("cookie");
  const theme = readCookie(cookie, THEME_COOKIE);
  ctx.state.theme = THEMES.find((known) => known === theme) ?? "dark";
  ctx.state.locale = parseLocale(readCookie(cookie, LOCALE_COOKIE)) ??
    negotiateLocale(headers.get("accept-language"));
  ctx.state.timeZone = timeZoneOf(cookie);
  return ctx.next();
};
