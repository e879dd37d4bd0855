import { WeakPasswordError } from "./auth_errors.ts";
import { COMMON_WORDS, SEQUENCES } from "./common_passwords.ts";

export const MIN_PASSWORD_CHARACTERS = 8;
/** bcrypt reads no further, so that what comes later would not be part of the password. */
export const MAX_PASSWORD_BYTES = 72;
/** Digits and signs around a common word that make it no better. */
const MAX_DECORATION = 6;

const LOOK_ALIKES: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "@": "a",
  "$": "s",
  "!": "i",
};

const encoder = new TextEncoder();

/** Whether bcrypt can hash all of it. */
export function isHashable(password: string): boolean {
  return encoder.encode(password).byteLength <= MAX_PASSWORD_BYTES && !password.includes("\0");
}

function withLetters(text: string): string {
  return text.replace(/[0134578@$!]/g, (sign) => LOOK_ALIKES[sign] ?? sign);
}

function isHalfOfItself(text: string): boolean {
  const half = text.slice(0, text.length / 2);
  return text.length % 2 === 0 && half + half === text;
}

/**
 * Whether the password is among the first that are guessed: a common word with digits and signs
 * around it or look-alikes in it, a walk along the keyboard, or very few different characters.
 */
export function isCommonPassword(password: string): boolean {
  const lower = password.toLowerCase();
  if (new Set(lower).size <= 2) return true;
  const reversed = [...lower].reverse().join("");
  if (SEQUENCES.some((walk) => walk.includes(lower) || walk.includes(reversed))) return true;
  const core = lower.replace(/^[^a-z]+/, "").replace(/[^a-z]+$/, "");
  const candidates = [lower, withLetters(lower)];
  if (lower.length - core.length <= MAX_DECORATION) candidates.push(core, withLetters(core));
  return candidates.some((word) =>
    COMMON_WORDS.has(word) ||
    (isHalfOfItself(word) && COMMON_WORDS.has(word.slice(0, word.length / 2)))
  );
}

/**
 * The rules for a new password, as OWASP ASVS 5.0 (6.2.1–6.2.9) wants them: length and not easily
 * guessed, no rules about kinds of characters.
 * @throws WeakPasswordError saying what to change.
 */
export function assertStrongPassword(
  password: string,
  owner: { email: string; name: string },
): void {
  assertUsableLength(password);
  const lower = password.toLowerCase();
  const email = owner.email.toLowerCase();
  const own = [email, email.split("@")[0], owner.name.toLowerCase()];
  if (own.includes(lower)) {
    throw new WeakPasswordError("own", "Must not be your name or e-mail");
  }
  if (isCommonPassword(password)) {
    throw new WeakPasswordError(
      "common",
      "Is among the first that are guessed; a sentence is good",
    );
  }
}

/** @throws WeakPasswordError when it is too short, or longer than bcrypt reads. */
export function assertUsableLength(password: string): void {
  if ([...password].length < MIN_PASSWORD_CHARACTERS) {
    throw new WeakPasswordError(
      "short",
      `Must have at least ${MIN_PASSWORD_CHARACTERS} characters`,
    );
  }
  if (!isHashable(password)) {
    throw new WeakPasswordError(
      "long",
      `Must have at most ${MAX_PASSWORD_BYTES} bytes (as many plain letters) and no NUL`,
    );
  }
}
