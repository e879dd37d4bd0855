import type { Locale } from "../i18n/locale.ts";
import { messagesFor } from "../i18n/messages.ts";

export interface LanguageLinkProps {
  locale: Locale;
  url: URL;
}

/** The other language, as a plain link that sets a cookie and comes back to this page. */
export function LanguageLink({ locale, url }: LanguageLinkProps) {
  const texts = messagesFor(locale).app;
  const other = locale === "en" ? "pt-BR" : "en";
  const next = encodeURIComponent(`${url.pathname}${url.search}`);
  return (
    <a
      class="button button-ghost button-icon"
      href={`/language?to=${other}&next=${next}`}
      lang={other}
      hreflang={other}
      title={texts.otherLanguage}
    >
      {other === "en" ? "EN" : "PT"}
      <span class="visually-hidden">– {texts.otherLanguage}</span>
    </a>
  );
}
