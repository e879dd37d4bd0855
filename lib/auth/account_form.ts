import { ProblemError } from "../http/problem.ts";
import type { Locale } from "../i18n/locale.ts";
import { StoreUnavailableError } from "../store/store.ts";
import { type AccountTexts, accountTexts } from "./account_texts.ts";
import {
  EmailTakenError,
  HashQueueFullError,
  InvalidCredentialsError,
  TooManyAttemptsError,
  WeakPasswordError,
} from "./auth_errors.ts";

export type AccountField = "name" | "email" | "password";

/** What is wrong with a sent form; `field` is null for what belongs to none. */
export interface FormError {
  field: AccountField | null;
  message: string;
}

/** A sign-in or registration form as it is shown: what was typed stays, but for the password. */
export interface AccountForm {
  values: { name: string; email: string };
  /** Path to go to afterwards. */
  next: string;
  errors: FormError[];
}

/** How a refused form is answered. */
export interface FormRefusal {
  status: number;
  errors: FormError[];
  headers: Record<string, string>;
}

function fieldErrors(error: ProblemError, texts: AccountTexts): FormError[] {
  const byField: Record<string, string> = {
    name: texts.nameMissing,
    email: texts.emailInvalid,
    password: texts.passwordMissing,
  };
  const fields = new Set((error.errors ?? []).map(({ path }) => path));
  return [...fields].filter((field) => field in byField).map((field) => ({
    field: field as AccountField,
    message: byField[field]!,
  }));
}

/**
 * How the form is shown again after this error, in the reader's language; `null` for an error that no
 * other input would mend.
 */
export function refusalOf(error: unknown, locale: Locale): FormRefusal | null {
  const texts = accountTexts(locale);
  const refusal = (
    status: number,
    field: AccountField | null,
    message: string,
    retryAfterSeconds?: number,
  ): FormRefusal => ({
    status,
    errors: [{ field, message }],
    headers: retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) },
  });
  if (error instanceof InvalidCredentialsError) {
    return refusal(401, null, texts.credentialsWrong);
  }
  if (error instanceof EmailTakenError) return refusal(409, "email", texts.emailTaken);
  if (error instanceof WeakPasswordError) {
    return refusal(422, "password", texts.passwordFaults[error.fault]);
  }
  if (error instanceof TooManyAttemptsError) {
    const { retryAfterSeconds } = error;
    return refusal(429, null, texts.tooManyAttempts(retryAfterSeconds), retryAfterSeconds);
  }
  if (error instanceof HashQueueFullError) {
    return refusal(503, null, texts.busy, error.retryAfterSeconds);
  }
  if (error instanceof StoreUnavailableError) return refusal(503, null, texts.busy, 5);
  if (error instanceof ProblemError && error.status === 422) {
    const errors = fieldErrors(error, texts);
    return errors.length === 0 ? null : { status: 422, errors, headers: {} };
  }
  return null;
}
