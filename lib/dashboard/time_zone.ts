/** The given text as an IANA time zone, or `null` when there is no such zone. */
export function parseTimeZone(text: string | null | undefined): string | null {
  if (text === null || text === undefined || text === "" || text.length > 64) return null;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
