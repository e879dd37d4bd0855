const MAX_ERROR_CHARACTERS = 2_000;

/** Trying again cannot help: the job becomes a dead letter at once. */
export class PermanentError extends Error {
  readonly permanent = true;
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "PermanentError";
  }
}

/** The other side said when to come back; the job waits at least that long. */
export class RetryAfterError extends Error {
  /** Milliseconds from now. */
  readonly retryAfterMs: number;
  constructor(message: string, retryAfterMs: number, options?: ErrorOptions) {
    super(message, options);
    this.name = "RetryAfterError";
    this.retryAfterMs = retryAfterMs;
  }
}

/** It is not this job's turn: it waits that long, which is no failure and counts as no attempt. */
export class NotYetError extends RetryAfterError {
  readonly postpones = true;
  constructor(message: string, retryAfterMs: number, options?: ErrorOptions) {
    super(message, retryAfterMs, options);
    this.name = "NotYetError";
  }
}

/** The payload does not fit into one durable write. */
export class PayloadTooLargeError extends Error {
  constructor(kind: string, bytes: number, limit: number) {
    super(
      `Cannot enqueue ${kind}: its payload has ${bytes} bytes of JSON and at most ${limit} fit; ` +
        "store the data and enqueue its id",
    );
    this.name = "PayloadTooLargeError";
  }
}

/** Whether an error of any class declares itself final (`permanent: true`). */
export function isPermanent(error: unknown): boolean {
  return error instanceof Error && "permanent" in error && error.permanent === true;
}

/** Whether an error of any class declares that nothing was tried (`postpones: true`). */
export function isPostponed(error: unknown): boolean {
  return error instanceof Error && "postpones" in error && error.postpones === true;
}

/** The milliseconds that an error of any class asks to wait (`retryAfterMs`), if it does. */
export function retryAfterOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("retryAfterMs" in error)) return undefined;
  const wait = error.retryAfterMs;
  return typeof wait === "number" && Number.isFinite(wait) && wait >= 0 ? wait : undefined;
}

/** One line for the dead-letter list: name and message, cut to 2,000 characters, without a stack. */
export function describeError(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.length > MAX_ERROR_CHARACTERS ? `${text.slice(0, MAX_ERROR_CHARACTERS - 1)}…` : text;
}
