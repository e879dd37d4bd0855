import { extname } from "node:path";

const MEDIA_TYPES: Record<string, string> = {
  ".avif": "image/avif",
  ".bin": "application/octet-stream",
  ".css": "text/css",
  ".csv": "text/csv",
  ".gif": "image/gif",
  ".htm": "text/html",
  ".html": "text/html",
  ".ico": "image/vnd.microsoft.icon",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".js": "text/javascript",
  ".json": "application/json",
  ".map": "application/json",
  ".md": "text/markdown",
  ".mjs": "text/javascript",
  ".mp3": "audio/mpeg",
  ".mp4": "video/mp4",
  ".otf": "font/otf",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".txt": "text/plain",
  ".wasm": "application/wasm",
  ".webm": "video/webm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};

/** Media types outside `text/` whose files are UTF-8 text. */
const UTF8_TYPES = new Set(["application/json", "application/manifest+json", "application/xml"]);

/** Value of `Content-Type` for a file name; unknown extensions are binary. */
export function contentTypeOf(filePath: string): string {
  const type = MEDIA_TYPES[extname(filePath).toLowerCase()] ?? "application/octet-stream";
  return type.startsWith("text/") || UTF8_TYPES.has(type) ? `${type}; charset=UTF-8` : type;
}
