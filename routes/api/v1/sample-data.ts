import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { ProblemError } from "@/lib/http/problem.ts";
import { SAMPLE_OPTIONS } from "@/lib/sample/history.ts";
import { loadSample } from "@/lib/sample/load.ts";

export const permission: RoutePermission = "events:write";

/** Fills an empty store with the synthetic shop, so that a newcomer has something to look at. */
export const handler = define.handlers({
  async POST(ctx) {
    const { events } = ctx.state.services.store;
    if (await events.count() > 0) {
      throw new ProblemError(409, "Sample data is for an empty store; this one has events.");
    }
    const inserted = await loadSample(events, { ...SAMPLE_OPTIONS, until: Date.now() });
    return ctx.json({ inserted }, { status: 201 });
  },
});
