import { App, type Middleware, staticFiles } from "fresh";
import { attachBuild, type Manifest } from "fresh/internal";
import type { State } from "../define.ts";
import type { Services } from "../services.ts";
import { VERSION } from "../version.ts";
import { type AddressReader, createAddressReader } from "./client_address.ts";
import { HttpMetrics } from "./http_metrics.ts";
import { type Handler, observe } from "./observe.ts";
import { wantsJson } from "./page_requests.ts";
import { ProblemError } from "./problem.ts";
import { traceOf } from "./request_trace.ts";
import { RoutePermissions } from "./route_permissions.ts";
import { createHeaderWriter } from "./security_headers.ts";

/** An app whose handler gives every answer, whoever made it, its headers, log line and metric. */
class VigiaApp extends App<State> {
  readonly #services: Services;

  constructor(services: Services) {
    super();
    this.#services = services;
  }

  override handler(): Handler {
    const { config, logger, registry } = this.#services;
    return observe(super.handler(), {
      logger,
      metrics: new HttpMetrics(registry),
      writeHeaders: createHeaderWriter(config),
    });
  }
}

/** Fills `ctx.state`; what comes after may count on every field. */
function beginRequest(
  services: Services,
  permissions: RoutePermissions,
  readAddress: AddressReader,
): Middleware<State> {
  return (ctx) => {
    const trace = traceOf(ctx);
    trace.context = ctx;
    trace.access = permissions.accessOf(ctx.route, ctx.req.method);
    if (ctx.route !== null) trace.routeLabel = ctx.route;
    const state = ctx.state;
    state.services = services;
    state.requestId = trace.requestId;
    state.clientAddress = readAddress(ctx.req, trace);
    state.principal = null;
    state.locale = "en";
    state.theme = "dark";
    state.timeZone = "UTC";
    state.presence = null;
    return ctx.next();
  };
}

/** `GET /` tells scripts and uptime monitors that Vigia is there, without a session. */
const answerStatus: Middleware<State> = (ctx) => {
  const { method } = ctx.req;
  if (ctx.route !== "/" || (method !== "GET" && method !== "HEAD") || !wantsJson(ctx.req)) {
    return ctx.next();
  }
  return ctx.json({ status: "ok", version: VERSION }, { headers: { vary: "Accept" } });
};

/** Files of the build, where no route answers; routes need no look-up among files. */
function serveFiles(): Middleware<State> {
  const serve = staticFiles<State>();
  return async (ctx) => {
    if (ctx.route !== null) return await ctx.next();
    const response = await serve(ctx);
    if (response.status === 405) {
      return new ProblemError(405, "Files can only be read", { headers: { allow: "GET, HEAD" } })
        .toResponse();
    }
    if (response.ok) traceOf(ctx).routeLabel = "static";
    return response;
  };
}

/**
 * The web application: everything that `manifest` (the default export of `fresh.gen.ts`) lists, with
 * `services` behind it. Attach a build to it before its `handler()` is made.
 * @throws Error when two route files answer the same method of the same address.
 */
export function defineApp(services: Services, manifest: Manifest): App<State> {
  const permissions = new RoutePermissions(manifest);
  const readAddress = createAddressReader(services.config.trustedProxies);
  return new VigiaApp(services)
    .use(beginRequest(services, permissions, readAddress))
    .use(answerStatus)
    .use(serveFiles())
    .fsRoutes();
}

/**
 * The function that answers requests, with the production build of the project in `root`.
 * @throws MissingBuildError when there is no build.
 */
export async function createApp(
  services: Services,
  manifest: Manifest,
  root: string,
): Promise<Handler> {
  const app = defineApp(services, manifest);
  await attachBuild(app, manifest, root);
  return app.handler();
}
