import { isAllowed, type RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { ProblemError } from "@/lib/http/problem.ts";
import { isTopic, TOPIC_PERMISSIONS, TOPICS } from "@/lib/live/topics.ts";

export const permission: RoutePermission = "session";

export const handler = define.handlers({
  GET(ctx) {
    const { services, principal, clientAddress } = ctx.state;
    if (principal === null) throw new ProblemError(401, "Sign in first.");
    const asked = (ctx.url.searchParams.get("topics") ?? "events").split(",");
    if (!asked.every(isTopic)) {
      throw new ProblemError(422, `topics must be some of: ${TOPICS.join(", ")}`);
    }
    const missing = asked.find((topic) => !isAllowed(principal, TOPIC_PERMISSIONS[topic]));
    if (missing !== undefined) {
      throw new ProblemError(403, `Topic ${missing} needs ${TOPIC_PERMISSIONS[missing]}.`);
    }
    const last = ctx.req.headers.get("last-event-id");
    if (last !== null && !/^\d{1,16}$/.test(last)) {
      throw new ProblemError(422, "Last-Event-ID must be a number that this stream sent.");
    }
    const refusal = services.live.admit(principal, clientAddress);
    if (refusal !== null) throw new ProblemError(refusal.status, refusal.detail);
    const lastSeen = last === null ? null : Number(last);
    return new Response(
      services.live.stream(principal, clientAddress, new Set(asked), lastSeen),
      {
        headers: {
          "content-type": "text/event-stream",
          // Compression would hold frames back until its block is full.
          "cache-control": "no-store, no-transform",
        },
      },
    );
  },
});
