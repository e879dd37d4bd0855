import type { Locale } from "../../i18n/locale.ts";
import {
  type Reason,
  REASON_FACTS,
  type ReasonFacts,
  type ReasonKind,
  type ReasonWords,
  type StoredReason,
} from "./reason.ts";
import { reasonFormatFor } from "./reason_format.ts";
import { reasonWordsEn } from "./words_en.ts";
import { reasonWordsPtBR } from "./words_pt_br.ts";

const WORDS: Record<Locale, ReasonWords> = { "en": reasonWordsEn, "pt-BR": reasonWordsPtBR };
const PLAIN = reasonFormatFor("en", null);

/** Says why, in the language of a reader. */
export type TellReason = (reason: StoredReason) => string;

/** A reason with its English sentence, in which amounts have no currency. */
export function reasonOf<K extends ReasonKind & Reason["kind"]>(
  kind: K,
  facts: ReasonFacts<K> & Reason["facts"],
  share: number,
): Reason {
  return { kind, facts, text: WORDS.en[kind](facts, PLAIN), share };
}

/**
 * The sentences of a language, amounts in a currency. What was stored without facts, or with others
 * than its kind has, is told by its English sentence.
 */
export function reasonTeller(locale: Locale, currency: string): TellReason {
  const words = WORDS[locale];
  const say = reasonFormatFor(locale, currency);
  return ({ kind, facts, text }) => {
    if (kind === undefined || !isKind(kind)) return text;
    const known = REASON_FACTS[kind].safeParse(facts);
    return known.success ? sentence(words, kind, known.data as ReasonFacts<ReasonKind>, say) : text;
  };
}

function sentence<K extends ReasonKind>(
  words: ReasonWords,
  kind: K,
  facts: ReasonFacts<K>,
  say: ReturnType<typeof reasonFormatFor>,
): string {
  return words[kind](facts, say);
}

function isKind(kind: string): kind is ReasonKind {
  return Object.hasOwn(REASON_FACTS, kind);
}
