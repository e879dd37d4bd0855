import type { Locale } from "./locale.ts";
import { en, type Messages } from "./messages_en.ts";
import { ptBR } from "./messages_pt_br.ts";

const CATALOGUE: Record<Locale, Messages> = { "en": en, "pt-BR": ptBR };

/** All texts of a language; a missing one does not compile. */
export function messagesFor(locale: Locale): Messages {
  return CATALOGUE[locale];
}

export type { Messages };
