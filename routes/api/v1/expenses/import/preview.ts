import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { readImportRequest } from "@/lib/expenses/import/import_request.ts";
import { previewOf } from "@/lib/expenses/import/sheet_preview.ts";
import { callerOf } from "@/lib/http/client.ts";

export const permission: RoutePermission = "events:write";

export const handler = define.handlers({
  async POST(ctx) {
    const { choices, bytes } = await readImportRequest(ctx.req, ctx.url);
    const { services: { expenseImports }, timeZone } = ctx.state;
    const context = { userId: callerOf(ctx).name, timeZone, nowMs: Date.now() };
    return ctx.json(previewOf(await expenseImports.preview(bytes, choices, context)));
  },
});
