import { STATUS_CODES } from "node:http";
import type { ResolvedFreshConfig } from "./config.ts";
import { HttpError } from "./error.ts";

const NULL_BODY_STATUSES = [204, 205, 304];

/**
 * The response for an error that no error page took: the status of an `HttpError` with its message
 * or the standard phrase, else 500. What is the server's fault is logged; development shows it,
 * too.
 */
export function defaultErrorResponse(
  error: unknown,
  mode: ResolvedFreshConfig["mode"],
): Response {
  const isHttpError = error instanceof HttpError;
  if (!isHttpError || error.status >= 500) {
    // deno-lint-ignore no-console -- the framework has no logger; an app's onError replaces this
    console.error(error);
  }
  if (isHttpError) {
    const text = error.message || (STATUS_CODES[error.status] ?? "Error");
    const body = NULL_BODY_STATUSES.includes(error.status) ? null : text;
    return new Response(body, { status: error.status });
  }
  const detail = error instanceof Error ? error.stack ?? error.message : String(error);
  const text = "Internal server error" + (mode === "development" ? `\n\n${detail}\n` : "");
  return new Response(text, { status: 500 });
}
