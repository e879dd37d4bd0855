import { STATUS_CODES } from "node:http";
import { HttpError } from "fresh";
import { z } from "zod";
import { UnknownChannelError } from "../alerts/routing/alert_routing.ts";
import { TooManyBucketsError } from "../analytics/time_buckets.ts";
import {
  EmailTakenError,
  HashQueueFullError,
  InvalidCredentialsError,
  InvalidTokenError,
  LastAdminError,
  ScopeError,
  TooManyAttemptsError,
  WeakPasswordError,
} from "../auth/auth_errors.ts";
import { UnknownCursorError } from "../store/pages.ts";
import { ConflictError, DuplicateError, StoreUnavailableError } from "../store/store.ts";
import { invalidInput, ProblemError, unavailable } from "./problem.ts";
import { fieldErrors } from "./validation.ts";

const STORE_RETRY_SECONDS = 5;

/** What the caller is told when the cause is nobody's business but the log's. */
const INTERNAL_DETAIL =
  "The server failed. It was logged under this answer's X-Request-Id; trying again may help.";

/** Answers of the errors that domains throw on purpose; `null` for any other. */
function problemOf(error: unknown): ProblemError | null {
  if (error instanceof z.ZodError) return invalidInput(fieldErrors(error));
  if (error instanceof UnknownCursorError) {
    return invalidInput([{ path: "cursor", message: error.message }]);
  }
  if (error instanceof UnknownChannelError) {
    const { message, paths } = error;
    return invalidInput(paths.map((path) => ({ path: `config.${path}`, message })));
  }
  if (error instanceof TooManyBucketsError) return new ProblemError(422, error.message);
  if (error instanceof StoreUnavailableError) {
    return unavailable("The database does not answer now; ask again later", STORE_RETRY_SECONDS);
  }
  if (error instanceof ConflictError) {
    return new ProblemError(409, "Somebody else changed this meanwhile; read it again");
  }
  if (error instanceof DuplicateError) {
    const fields = error.fields.join(", ");
    return new ProblemError(409, `Another entry has the same ${fields}; choose another`);
  }
  return authProblemOf(error);
}

function authProblemOf(error: unknown): ProblemError | null {
  if (error instanceof InvalidCredentialsError) return new ProblemError(401, error.message);
  if (error instanceof InvalidTokenError) return new ProblemError(401, error.message);
  if (error instanceof EmailTakenError) {
    return new ProblemError(409, error.message, {
      errors: [{ path: "email", message: error.message }],
    });
  }
  if (error instanceof WeakPasswordError) {
    return invalidInput([{ path: "password", message: error.message }]);
  }
  if (error instanceof ScopeError) return new ProblemError(403, error.message);
  if (error instanceof LastAdminError) return new ProblemError(409, error.message);
  if (error instanceof HashQueueFullError) {
    return unavailable(error.message, error.retryAfterSeconds);
  }
  if (error instanceof TooManyAttemptsError) {
    return new ProblemError(429, error.message, {
      headers: { "retry-after": String(error.retryAfterSeconds) },
    });
  }
  return null;
}

/**
 * The problem that stands for anything thrown below a route. What nobody planned for becomes a 500
 * that tells the caller nothing of its cause; `isUnexpected` says that it must be logged.
 */
export function toProblem(error: unknown): { problem: ProblemError; isUnexpected: boolean } {
  if (error instanceof ProblemError) return { problem: error, isUnexpected: false };
  if (error instanceof HttpError) {
    const detail = error.message !== "" ? error.message : DETAILS[error.status] ??
      STATUS_CODES[error.status] ?? "Error";
    return {
      problem: new ProblemError(error.status, detail, { cause: error }),
      isUnexpected: error.status >= 500,
    };
  }
  const known = problemOf(error);
  if (known !== null) return { problem: known, isUnexpected: false };
  return {
    problem: new ProblemError(500, INTERNAL_DETAIL, { cause: error }),
    isUnexpected: true,
  };
}

/** Details of what the router itself throws. */
const DETAILS: Readonly<Record<number, string>> = {
  404: "There is nothing at this address; /openapi.json lists what there is",
  405: "This address does not take that method; see the Allow header",
};
