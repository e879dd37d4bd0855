import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { openApiDocument } from "@/lib/openapi/document.ts";
import { VERSION } from "@/lib/version.ts";

export const permission: RoutePermission = "public";

export const handler = define.handlers({
  GET(ctx) {
    const { publicUrl } = ctx.state.services.config;
    const serverUrl = publicUrl ?? ctx.url.origin;
    return ctx.json(openApiDocument({ version: VERSION, serverUrl, publicUrl }));
  },
});
