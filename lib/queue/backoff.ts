import { retryAfterOf } from "./errors.ts";

/** Growing pauses between tries. */
export interface Backoff {
  /** Upper end of the first pause. */
  baseMs: number;
  /** What each further pause is multiplied by. */
  factor: number;
  /** Upper end of any pause. */
  capMs: number;
}

export const DEFAULT_BACKOFF: Backoff = { baseMs: 1_000, factor: 2, capMs: 60 * 60 * 1000 };
/** A receiver cannot park a job for longer than this. */
export const MAX_RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * Pause in milliseconds after the given number of failures (1 for the first): exponential with
 * full jitter, that is, uniform between 0 and `min(capMs, baseMs * factor^(failures - 1))`, so that
 * what failed together does not come back together
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 * `random` gives numbers in [0, 1).
 */
export function backoffDelay(
  failures: number,
  backoff: Backoff,
  random: () => number = Math.random,
): number {
  const ceiling = Math.min(backoff.capMs, backoff.baseMs * backoff.factor ** (failures - 1));
  return Math.floor(random() * ceiling);
}

/**
 * Pause before the next try after `error`: what the error asks for (`retryAfterMs`, at most a day)
 * and up to a tenth of it more, so that not all come back in the same instant; else the backoff.
 */
export function retryDelay(
  error: unknown,
  failures: number,
  backoff: Backoff,
  random: () => number = Math.random,
): number {
  const asked = retryAfterOf(error);
  if (asked === undefined) return backoffDelay(failures, backoff, random);
  const wait = Math.min(asked, MAX_RETRY_AFTER_MS);
  return Math.ceil(wait + random() * wait / 10);
}
