import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { exportResponse } from "@/lib/events/event_export.ts";
import { parseExportQuery } from "@/lib/events/filter_query.ts";

export const permission: RoutePermission = "events:read";

export const handler = define.handlers({
  GET(ctx) {
    const { filter, format } = parseExportQuery(ctx.url);
    return exportResponse(ctx.state.services.events.stream(filter), format);
  },
});
