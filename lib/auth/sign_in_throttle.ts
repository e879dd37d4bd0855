import { addressGroup } from "../http/client_address.ts";
import {
  AttemptLimiter,
  type AttemptLimiterOptions,
  type AttemptPolicy,
} from "./attempt_limiter.ts";
import { TooManyAttemptsError } from "./auth_errors.ts";

const MINUTE = 60_000;
/** Guesses at one account from one place: some 15 in the first quarter of an hour, then 4 an hour. */
const ACCOUNT_POLICY: AttemptPolicy = {
  free: 10,
  firstDelayMs: MINUTE / 2,
  maxDelayMs: 15 * MINUTE,
  forgetAfterMs: 30 * MINUTE,
};
/** Guesses at any account from one place, which may be an office. */
const ADDRESS_POLICY: AttemptPolicy = {
  free: 30,
  firstDelayMs: MINUTE / 6,
  maxDelayMs: 15 * MINUTE,
  forgetAfterMs: 30 * MINUTE,
};

export interface SignInThrottleOptions extends AttemptLimiterOptions {
  enabled: boolean;
}

/**
 * Slows down guessing by account and place together, and by place (OWASP ASVS 5.0, 6.1.1). Nobody can
 * lock another's account from elsewhere, as the account alone is never counted.
 */
export class SignInThrottle {
  readonly #enabled: boolean;
  readonly #accounts: AttemptLimiter;
  readonly #addresses: AttemptLimiter;

  constructor(options: SignInThrottleOptions) {
    this.#enabled = options.enabled;
    this.#accounts = new AttemptLimiter(ACCOUNT_POLICY, options);
    this.#addresses = new AttemptLimiter(ADDRESS_POLICY, options);
  }

  /** Counts an attempt. @throws TooManyAttemptsError when it is too early; then it is not counted. */
  begin(email: string, address: string): void {
    if (!this.#enabled) return;
    const place = addressGroup(address);
    const account = `${place} ${email}`;
    const waitMs = Math.max(this.#accounts.waitMs(account), this.#addresses.waitMs(place));
    if (waitMs > 0) throw new TooManyAttemptsError(waitMs);
    this.#accounts.record(account);
    this.#addresses.record(place);
  }

  /** The attempt was right; the account's earlier mistakes from here are forgiven. */
  succeeded(email: string, address: string): void {
    const place = addressGroup(address);
    this.#accounts.clear(`${place} ${email}`);
    this.#addresses.undo(place);
  }

  /** The attempt could not be evaluated and does not count. */
  abandoned(email: string, address: string): void {
    const place = addressGroup(address);
    this.#accounts.undo(`${place} ${email}`);
    this.#addresses.undo(place);
  }
}
