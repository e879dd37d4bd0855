import type { App } from "fresh";
import type { State } from "../define.ts";
import type { Logger } from "../logging/logger.ts";
import type { HttpMetrics } from "./http_metrics.ts";
import { toProblem } from "./known_errors.ts";
import { ProblemError } from "./problem.ts";
import { requestIdOf } from "./request_id.ts";
import { RequestTrace } from "./request_trace.ts";
import { type HeaderWriter, withHeaders } from "./security_headers.ts";

/** Answers a request; `info` may be left out in tests. */
export type Handler = ReturnType<App<State>["handler"]>;

export interface ObserveDeps {
  logger: Logger;
  metrics: HttpMetrics;
  writeHeaders: HeaderWriter;
}

/** For calls without a server. */
const NO_CONNECTION: Deno.ServeHandlerInfo = {
  remoteAddr: { transport: "tcp", hostname: "127.0.0.1", port: 0 },
  completed: Promise.resolve(),
};

/**
 * The request with a path that the router knows: patterns with parameters match without a trailing
 * slash only, and a redirect would lose the body of a `POST`.
 */
function withoutTrailingSlash(request: Request): Request {
  const { url } = request;
  const query = url.indexOf("?");
  const end = query < 0 ? url.length : query;
  if (url.charCodeAt(end - 1) !== 0x2f || !url.includes("/api/")) return request;
  const parsed = new URL(url);
  if (!parsed.pathname.startsWith("/api/")) return request;
  parsed.pathname = parsed.pathname.replace(/\/+$/, "");
  return new Request(parsed, request);
}

/** What an error page cannot say by itself: the headers of the problem that it shows. */
function withProblemHeaders(response: Response, trace: RequestTrace): Response {
  const error = trace.context?.error;
  if (!(error instanceof ProblemError) || response.status !== error.status) return response;
  return withHeaders(response, error.headers);
}

function logRequest(request: Request, response: Response, trace: RequestTrace, logger: Logger) {
  const { context, access } = trace;
  const durationMs = Math.round((performance.now() - trace.startedAt) * 1000) / 1000;
  const isRoutine = response.status < 400 &&
    (access?.permission === "webhook" || trace.routeLabel === "static" ||
      trace.routeLabel.startsWith("/healthz"));
  const log = isRoutine ? logger.debug : logger.info;
  log("Request", {
    requestId: trace.requestId,
    method: request.method,
    // Never the query: it may hold what people searched for, or a secret put there by mistake.
    path: context?.url.pathname ?? null,
    route: trace.routeLabel,
    status: response.status,
    durationMs,
    address: context?.state.clientAddress ?? null,
    caller: context?.state.principal?.id ?? null,
  });
}

/**
 * The outermost layer: whoever answered, a route, an error page, a file or the framework, the answer
 * leaves with its id, its security headers, a log line and a metric.
 */
export function observe(handler: Handler, deps: ObserveDeps): Handler {
  const { logger, metrics, writeHeaders } = deps;
  return async (request, info = NO_CONNECTION) => {
    const trace = new RequestTrace(requestIdOf(request), info);
    let response: Response;
    try {
      response = await handler(withoutTrailingSlash(request), trace);
    } catch (error) {
      logger.error("Request failed outside the app", { requestId: trace.requestId, error });
      response = toProblem(error).problem.toResponse();
    }
    if (response.status !== 101) {
      if (trace.context !== null && trace.context.error !== null) {
        response = withProblemHeaders(response, trace);
      }
      response = writeHeaders(response);
      response.headers.set("x-request-id", trace.requestId);
      if (request.method === "GET" && !response.headers.has("cache-control")) {
        response.headers.set("cache-control", "no-store");
      }
    }
    metrics.observe(
      request.method,
      trace.routeLabel,
      response.status,
      (performance.now() - trace.startedAt) / 1000,
    );
    logRequest(request, response, trace, logger);
    return response;
  };
}
