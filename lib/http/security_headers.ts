import type { Config } from "../config.ts";

/** Where the renderer leaves the nonce of a page's inline scripts and styles. */
const NONCE = Symbol.for("__freshNonce");

/** `wss:` beside `'self'` is for browsers whose `'self'` does not cover sockets of the same host. */
function socketSource(publicUrl: string | undefined): string {
  if (publicUrl === undefined) return "";
  const { protocol, host } = new URL(publicUrl);
  return ` ${protocol === "https:" ? "wss" : "ws"}://${host}`;
}

/**
 * Content Security Policy (ASVS 5.0, 3.4.3). No `upgrade-insecure-requests`: it would break plain
 * HTTP in a local network. The nonce is the only way to run an inline script or style.
 */
function policyWith(nonce: string, publicUrl: string | undefined): string {
  return [
    "default-src 'self'",
    `script-src 'self'${nonce}`,
    `style-src 'self'${nonce}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${socketSource(publicUrl)}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/**
 * Puts the headers on a response, which every response of the server passes through. The returned
 * one can be changed further.
 */
export type HeaderWriter = (response: Response) => Response;

/** Makes the writer; what does not depend on the response is built once. */
export function createHeaderWriter(config: Pick<Config, "publicUrl">): HeaderWriter {
  const policy = policyWith("", config.publicUrl);
  const fixed: [string, string][] = [
    ["x-content-type-options", "nosniff"],
    ["referrer-policy", "same-origin"],
    ["cross-origin-opener-policy", "same-origin"],
    ["cross-origin-resource-policy", "same-origin"],
    ["permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"],
  ];
  if (config.publicUrl?.startsWith("https:")) {
    fixed.push(["strict-transport-security", "max-age=31536000"]);
  }
  return (response) => {
    // The switch to a WebSocket is not a document, and its headers belong to the server.
    if (response.status === 101) return response;
    const nonce = (response as { [NONCE]?: unknown })[NONCE];
    const csp = typeof nonce === "string"
      ? policyWith(` 'nonce-${nonce}'`, config.publicUrl)
      : policy;
    const written = withHeaders(response, { "content-security-policy": csp });
    for (const [name, value] of fixed) written.headers.set(name, value);
    return written;
  };
}

/** The response with the headers; a copy of it when its headers are fixed, like a fetched one's. */
export function withHeaders(
  response: Response,
  headers: Readonly<Record<string, string>>,
): Response {
  if (response.status === 101) return response;
  let written = response;
  for (const name in headers) {
    try {
      written.headers.set(name, headers[name]!);
    } catch {
      const { body, status, statusText } = response;
      written = new Response(body, { status, statusText, headers: new Headers(response.headers) });
      written.headers.set(name, headers[name]!);
    }
  }
  return written;
}
