/** Languages the interface speaks. */
export const LOCALES = ["en", "pt-BR"] as const;
export type Locale = typeof LOCALES[number];

/** Cookie that keeps a language chosen by hand. */
export const LOCALE_COOKIE = "vigia_locale";

/** The given text as a locale, or `null`. */
export function parseLocale(text: string | undefined | null): Locale | null {
  return LOCALES.find((locale) => locale === text) ?? null;
}

/**
 * The best locale for an `Accept-Language` header (RFC 9110, section 12.5.4). Any Portuguese gives
 * pt-BR; English is the answer when nothing fits.
 */
export function negotiateLocale(header: string | null): Locale {
  const wanted = (header ?? "").split(",").map((part) => {
    const [tag = "", ...parameters] = part.trim().split(";");
    const quality = parameters.map((p) => p.trim()).find((p) => p.startsWith("q="));
    return {
      tag: tag.toLowerCase(),
      quality: quality === undefined ? 1 : Number(quality.slice(2)),
    };
  }).filter(({ tag, quality }) => tag !== "" && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { tag } of wanted) {
    if (tag.startsWith("pt")) return "pt-BR";
    if (tag.startsWith("en") || tag === "*") return "en";
  }
  return "en";
}
