import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { readImportRequest } from "@/lib/expenses/import/import_request.ts";
import { callerOf } from "@/lib/http/client.ts";

export const permission: RoutePermission = "events:write";

export const handler = define.handlers({
  async POST(ctx) {
    const { again, fileName, choices, bytes } = await readImportRequest(ctx.req, ctx.url);
    const { services: { expenseImports }, timeZone } = ctx.state;
    const context = { userId: callerOf(ctx).name, timeZone, nowMs: Date.now(), again };
    const { record, isNew } = await expenseImports.import(bytes, fileName, choices, context);
    const location = `/api/v1/expenses/imports/${record.id}`;
    return ctx.json(record, { status: isNew ? 202 : 200, headers: { location } });
  },
});
