import type { Middleware } from "fresh";
import type { State } from "../define.ts";
import { LOCALE_COOKIE, negotiateLocale, parseLocale } from "../i18n/locale.ts";
import { readCookie } from "./cookies.ts";
import { accessOf } from "./request_trace.ts";

const THEME_COOKIE = "vigia_theme";
const TIME_ZONE_COOKIE = "vigia_tz";
const THEMES = ["dark", "light", "system"] as const;
/** Zones that the engine knows; there are some 600 names. */
const knownZones = new Map<string, boolean>();
const MAX_ZONES = 1000;

function isTimeZone(name: string): boolean {
  let isKnown = knownZones.get(name);
  if (isKnown === undefined) {
    try {
      new Intl.DateTimeFormat("en", { timeZone: name });
      isKnown = true;
    } catch {
      isKnown = false;
    }
    if (knownZones.size < MAX_ZONES) knownZones.set(name, isKnown);
  }
  return isKnown;
}

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
