import { isAllowed, type RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { isLoopback } from "@/lib/http/client_address.ts";
import { ProblemError } from "@/lib/http/problem.ts";

/** Judged below: a scraper on this machine needs no key. */
export const permission: RoutePermission = "public";

/** Whether the request was made on this machine and not passed on by a proxy that runs here. */
function isLocal(request: Request, info: Deno.ServeHandlerInfo): boolean {
  const peer = info.remoteAddr;
  return "hostname" in peer && isLoopback(peer.hostname) &&
    !request.headers.has("x-forwarded-for") && !request.headers.has("forwarded");
}

export const handler = define.handlers({
  async GET(ctx) {
    const { services: { registry }, principal } = ctx.state;
    if (!isAllowed(principal, "metrics:read") && !isLocal(ctx.req, ctx.info)) {
      if (principal !== null) {
        throw new ProblemError(403, 'This needs the permission "metrics:read"');
      }
      throw new ProblemError(
        401,
        "Send an API key that has metrics:read, or ask from this machine",
        {
          headers: { "www-authenticate": 'Bearer realm="vigia"' },
        },
      );
    }
    return new Response(await registry.metrics(), {
      headers: { "content-type": registry.contentType },
    });
  },
});
