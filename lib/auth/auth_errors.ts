import type { Permission } from "./permissions.ts";

/** Unknown account or wrong password; the message never says which. */
export class InvalidCredentialsError extends Error {
  constructor() {
    super("E-mail or password is wrong");
    this.name = "InvalidCredentialsError";
  }
}

/** A token is not one of ours, has ended, was used before or its session was revoked. */
export class InvalidTokenError extends Error {
  constructor() {
    super("The token is not valid any more; sign in again");
    this.name = "InvalidTokenError";
  }
}

/** An account with this address exists. */
export class EmailTakenError extends Error {
  constructor() {
    super("An account with this e-mail exists; sign in instead");
    this.name = "EmailTakenError";
  }
}

/** What is wrong with a new password. */
export type PasswordFault = "short" | "long" | "own" | "common";

/** The password cannot be used; the message says what to change. */
export class WeakPasswordError extends Error {
  readonly fault: PasswordFault;
  constructor(fault: PasswordFault, message: string) {
    super(message);
    this.name = "WeakPasswordError";
    this.fault = fault;
  }
}

/** Too many guesses for this account from this address, or from this address altogether. */
export class TooManyAttemptsError extends Error {
  /** Whole seconds, at least 1. */
  readonly retryAfterSeconds: number;
  constructor(waitMs: number) {
    const seconds = Math.max(1, Math.ceil(waitMs / 1000));
    super(`Too many attempts; try again in ${seconds} s`);
    this.name = "TooManyAttemptsError";
    this.retryAfterSeconds = seconds;
  }
}

/** More passwords wait to be hashed than may; nothing was checked. */
export class HashQueueFullError extends Error {
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number) {
    super("Too many people sign in at this moment; try again in a few seconds");
    this.name = "HashQueueFullError";
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Nobody can give a key what he may not do himself. */
export class ScopeError extends Error {
  constructor(missing: readonly Permission[]) {
    super(`Cannot give a key what you may not do yourself: ${missing.join(", ")}`);
    this.name = "ScopeError";
  }
}

/** Without an administrator nobody could appoint one again. */
export class LastAdminError extends Error {
  constructor() {
    super("Cannot take the role from the last administrator; appoint another first");
    this.name = "LastAdminError";
  }
}
