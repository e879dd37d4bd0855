import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { judgeOrigin } from "@/lib/http/origin.ts";
import { ProblemError } from "@/lib/http/problem.ts";

/** The first message may carry the token; each topic is checked by itself. */
export const permission: RoutePermission = "public";

/** The runtime pings at half of this and drops a peer that no longer answers. */
const IDLE_TIMEOUT_SECONDS = 45;

export const handler = define.handlers({
  GET(ctx) {
    const { services, principal, clientAddress } = ctx.state;
    // Programs send no `Origin`; with a browser's cookie that was refused before it came here.
    if (judgeOrigin(ctx.req, services.config) === "foreign") {
      throw new ProblemError(403, "Live connections are taken from this site's own pages only.");
    }
    const refusal = services.live.admit(principal, clientAddress);
    if (refusal !== null) throw new ProblemError(refusal.status, refusal.detail);
    const { socket, response } = ctx.upgrade({ idleTimeout: IDLE_TIMEOUT_SECONDS });
    services.live.accept(socket, principal, clientAddress);
    return response;
  },
});
