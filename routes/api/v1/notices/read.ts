import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { readJson } from "@/lib/http/body.ts";
import { callerOf } from "@/lib/http/client.ts";
import { ProblemError } from "@/lib/http/problem.ts";
import { noticesReadInput } from "@/lib/notifications/notice_inputs.ts";

export const permission: RoutePermission = "alerts:read";

export const handler = define.handlers({
  async POST(ctx) {
    const { notices } = ctx.state.services;
    const { userId } = callerOf(ctx);
    const input = await readJson(ctx.req, noticesReadInput);
    if (!await notices.read(userId, input)) {
      throw new ProblemError(404, "There is no notice with this id");
    }
    return ctx.json({ unread: await notices.countUnread(userId) });
  },
});
