import type { Messages } from "../../i18n/messages.ts";
import type { Failure } from "../../notifications/failure.ts";

/** Why something was not delivered, in the reader's language. */
export function failureWords(failure: Failure | null, texts: Messages["channels"]): string | null {
  return failure === null ? null : texts.failures[failure.code](failure.params);
}
