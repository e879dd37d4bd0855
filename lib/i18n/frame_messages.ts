import type { Locale } from "./locale.ts";
import { frameEn } from "./messages_en_frame.ts";
import { framePtBR } from "./messages_pt_br_frame.ts";

/** Texts of the islands that every page has, apart from the catalogue so that they stay small. */
export function frameMessagesFor(locale: Locale): typeof frameEn {
  return locale === "pt-BR" ? framePtBR : frameEn;
}
