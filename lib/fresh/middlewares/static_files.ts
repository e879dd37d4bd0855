import { BUILD_ID } from "@fresh/build-id";
import type { StaticFile } from "../build_cache.ts";
import { ASSET_CACHE_BUST_KEY } from "../constants.ts";
import { BUILD_CACHE, type Context } from "../context.ts";
import type { Middleware } from "./mod.ts";

const IMMUTABLE = "public, max-age=31536000, immutable";
const NO_CACHE = "no-cache, no-store, max-age=0, must-revalidate";

/**
 * Serves the files of the build. In production they carry an ETag, and those whose URL changes
 * with their content are cached for a year. Register it before the routes.
 */
export function staticFiles<State>(): Middleware<State> {
  return async function freshStaticFiles(ctx) {
    const path = filePath(ctx);
    if (path === null) return await ctx.next();

    const file = await ctx[BUILD_CACHE].readFile(path);
    if (file === null) {
      if (path === "/favicon.ico") return new Response(null, { status: 404 });
      return await ctx.next();
    }
    return respond(ctx, file);
  };
}

/** Key of the requested file in the build, or `null` when the URL cannot name one. */
function filePath<State>(ctx: Context<State>): string | null {
  const { basePath } = ctx.config;
  let { pathname } = ctx.url;
  if (basePath !== "") {
    if (pathname !== basePath && !pathname.startsWith(basePath + "/")) return null;
    pathname = pathname.slice(basePath.length);
  }
  if (pathname === "" || pathname === "/") return null;
  // Nearly every path is spelled like its key already.
  if (/^[\w/.~-]*$/.test(pathname)) return pathname;
  try {
    return pathname.split("/").map((part) => encodeURIComponent(decodeURIComponent(part)))
      .join("/");
  } catch {
    return null;
  }
}

function respond<State>(ctx: Context<State>, file: StaticFile): Response {
  const { method, headers: requestHeaders } = ctx.req;
  if (method !== "GET" && method !== "HEAD") {
    file.close();
    return new Response("Method Not Allowed", { status: 405, headers: { Allow: "GET, HEAD" } });
  }

  const key = ctx.url.searchParams.get(ASSET_CACHE_BUST_KEY);
  if (key !== null && key !== BUILD_ID) {
    file.close();
    const url = new URL(ctx.url);
    url.searchParams.delete(ASSET_CACHE_BUST_KEY);
    return new Response(null, { status: 307, headers: { location: url.pathname + url.search } });
  }

  const isProduction = ctx.config.mode !== "development";
  const isVersioned = key === BUILD_ID || file.immutable ||
    ctx.url.pathname.startsWith(`${ctx.config.basePath}/_fresh/js/${BUILD_ID}/`);
  const headers = new Headers({
    "Content-Type": file.contentType,
    "Cache-Control": isProduction && isVersioned ? IMMUTABLE : NO_CACHE,
    vary: "If-None-Match",
  });
  if (isProduction && file.hash !== null) {
    headers.set("Etag", `W/"${file.hash}"`);
    if (matchesEtag(requestHeaders.get("If-None-Match"), file.hash)) {
      file.close();
      return new Response(null, { status: 304, headers });
    }
  }

  headers.set("Content-Length", String(file.size));
  if (method === "HEAD") {
    file.close();
    return new Response(null, { status: 200, headers });
  }
  return new Response(file.readable as BodyInit, { headers });
}

/** Whether an `If-None-Match` list names the hash, also in the bare form Fresh accepts. */
function matchesEtag(header: string | null, hash: string): boolean {
  if (header === null) return false;
  return header.split(",").some((entry) => {
    const tag = entry.trim();
    return tag === "*" || tag.replace(/^W\//, "").replace(/^"(.*)"$/, "$1") === hash;
  });
}
