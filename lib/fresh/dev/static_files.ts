import * as path from "node:path";
import { contentTypeOf } from "../media_types.ts";
import { assetWithBuildId } from "../runtime/shared_internal.ts";
import { listFiles } from "./fs_crawl.ts";

/** Content of a static file as browsers get it. */
export interface StaticContent {
  content: Uint8Array<ArrayBuffer>;
  contentType: string;
}

/** Whether a file may be served: dot-files are private, except in `.well-known`. */
function isPublic(relativePath: string): boolean {
  return relativePath.split("/").every((part) => !part.startsWith(".") || part === ".well-known");
}

function toPathname(relativePath: string): string {
  return `/${relativePath.split("/").map(encodeURIComponent).join("/")}`;
}

/**
 * Absolute paths of all public files by URL path. Where folders have a file of the same name,
 * the first folder wins. Files below `outDir` are a former build and do not count.
 */
export async function crawlStaticFiles(
  dirs: readonly string[],
  outDir: string,
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const dir of dirs) {
    for (const file of await listFiles(dir)) {
      if (file.startsWith(outDir + path.sep)) continue;
      const relative = path.relative(dir, file).replaceAll("\\", "/");
      const pathname = toPathname(relative);
      if (isPublic(relative) && !files.has(pathname)) files.set(pathname, file);
    }
  }
  return files;
}

/**
 * File that a URL path names in one of the folders, or `null`.
 *
 * @throws {Error} when the path leads out of the folder.
 */
export async function findStaticFile(
  dirs: readonly string[],
  pathname: string,
): Promise<string | null> {
  const relative = decodeURIComponent(pathname).replace(/^\/+/, "");
  for (const dir of dirs) {
    const file = path.resolve(dir, relative);
    if (!file.startsWith(dir + path.sep)) {
      throw new Error(`Processed file resolved outside of static dir ${file}`);
    }
    if (!isPublic(path.relative(dir, file).replaceAll("\\", "/"))) continue;
    const info = await Deno.stat(file).catch(() => null);
    if (info?.isFile) return file;
  }
  return null;
}

/** Reads a static file; root-relative URLs in stylesheets get the build id. */
export async function readStaticFile(file: string, buildId: string): Promise<StaticContent> {
  const contentType = contentTypeOf(file);
  if (path.extname(file) !== ".css") return { content: await Deno.readFile(file), contentType };
  const css = lockCssUrls(await Deno.readTextFile(file), buildId);
  return { content: new TextEncoder().encode(css), contentType };
}

/** A root-relative `url()`, or a quoted string, which may contain something that looks like one. */
const CSS_URL = /url\(\s*(?:"(\/[^"]*)"|'(\/[^']*)'|(\/[^"')\s]*))\s*\)|"[^"]*"|'[^']*'/g;

/** Adds the build id to the root-relative URLs of a stylesheet. */
export function lockCssUrls(css: string, buildId: string): string {
  return css.replaceAll(CSS_URL, (match, double, single, bare) => {
    const url = double ?? single ?? bare;
    return url === undefined ? match : `url(${JSON.stringify(assetWithBuildId(url, buildId))})`;
  });
}

/** SHA-256 in hex. */
export async function hashOf(content: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", content)).toHex();
}
