import type { Locale } from "./locale.ts";
import { presenceEn } from "./messages_en_presence.ts";
import { presencePtBR } from "./messages_pt_br_presence.ts";

/** Texts of the islands that every page has, apart from the catalogue so that they stay small. */
export function presenceMessagesFor(locale: Locale): typeof presenceEn["presence"] {
  return (locale === "pt-BR" ? presencePtBR : presenceEn).presence;
}
