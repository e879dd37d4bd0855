import { STATUS_CODES } from "node:http";
import { HttpError } from "fresh";

/** What is wrong with one field; `path` is dotted (`steps.0.type`), `""` for the whole input. */
export interface FieldError {
  path: string;
  message: string;
}

export interface ProblemOptions {
  /** URI that names the kind of problem. Default `about:blank`: the status says it all. */
  type?: string;
  /** Default the standard phrase of the status. */
  title?: string;
  errors?: readonly FieldError[];
  /** Further response headers, such as `Retry-After`. */
  headers?: Readonly<Record<string, string>>;
  /** Further members of the body (RFC 9457, section 3.2). */
  members?: Readonly<Record<string, unknown>>;
  cause?: unknown;
}

export const PROBLEM_TYPE = "application/problem+json";

/**
 * An error that callers may read: thrown anywhere below a route it becomes an RFC 9457 answer, or
 * the error page of a browser. `detail` is shown, so it must teach and never quote a secret or a
 * driver.
 */
export class ProblemError extends HttpError {
  readonly type: string;
  readonly title: string;
  readonly errors: readonly FieldError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly #members: Readonly<Record<string, unknown>>;

  constructor(status: number, detail: string, options: ProblemOptions = {}) {
    super(status, detail, { cause: options.cause });
    this.type = options.type ?? "about:blank";
    this.title = options.title ?? STATUS_CODES[status] ?? "Error";
    this.errors = options.errors;
    this.headers = options.headers ?? {};
    this.#members = options.members ?? {};
  }

  get detail(): string {
    return this.message;
  }

  /** The same problem with these members in addition. */
  withMembers(members: Readonly<Record<string, unknown>>): ProblemError {
    return new ProblemError(this.status, this.detail, {
      type: this.type,
      title: this.title,
      ...(this.errors === undefined ? {} : { errors: this.errors }),
      headers: this.headers,
      members: { ...this.#members, ...members },
      cause: this.cause,
    });
  }

  /** The answer, never cached. */
  toResponse(): Response {
    const body = {
      type: this.type,
      title: this.title,
      status: this.status,
      detail: this.detail,
      ...(this.errors === undefined ? {} : { errors: this.errors }),
      ...this.#members,
    };
    return new Response(JSON.stringify(body), {
      status: this.status,
      headers: { "content-type": PROBLEM_TYPE, "cache-control": "no-store", ...this.headers },
    });
  }
}

/** A 422 about fields. */
export function invalidInput(errors: readonly FieldError[]): ProblemError {
  const fields = errors.map((error) => error.path === "" ? error.message : error.path);
  return new ProblemError(422, `Cannot accept the input: check ${fields.join(", ")}`, { errors });
}

/** A 503 that says when to ask again. */
export function unavailable(detail: string, retryAfterSeconds: number): ProblemError {
  return new ProblemError(503, detail, {
    headers: { "retry-after": String(Math.max(1, Math.ceil(retryAfterSeconds))) },
  });
}
