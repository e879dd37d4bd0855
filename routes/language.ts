import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { anyLocalPath } from "@/lib/http/local_path.ts";
import { LOCALE_COOKIE, parseLocale } from "@/lib/i18n/locale.ts";

export const permission: RoutePermission = "public";

const YEAR_SECONDS = 365 * 24 * 3600;

/** Switches the language by a plain link, then goes back to the page. */
export const handler = define.handlers({
  GET(ctx) {
    const locale = parseLocale(ctx.url.searchParams.get("to"));
    const response = ctx.redirect(anyLocalPath(ctx.url.searchParams.get("next")), 303);
    if (locale !== null) {
      response.headers.append(
        "set-cookie",
        `${LOCALE_COOKIE}=${locale}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`,
      );
    }
    return response;
  },
});
