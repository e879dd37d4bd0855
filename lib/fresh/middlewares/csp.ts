import { NONCE_SYMBOL } from "../constants.ts";
import type { Middleware } from "./mod.ts";
import { withMutableHeaders } from "./mutable_response.ts";

export { NONCE_SYMBOL };

/** The policy and where violations are reported. */
export interface CSPOptions {
  /** Report violations without blocking. */
  reportOnly?: boolean;
  /** URL that receives reports. */
  reportTo?: string;
  /** Directives; each replaces the default one of the same name. */
  csp?: string[];
  /**
   * Allow inline scripts and styles by the nonce of the rendered page instead of
   * `'unsafe-inline'`. A response that is no rendered page has no nonce and gets neither.
   */
  useNonce?: boolean;
}

const DEFAULT_DIRECTIVES = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "upgrade-insecure-requests",
];

const NONCE_DIRECTIVES = /^(?:script-src|style-src|default-src)(?:-elem|-attr)?\s/;

/** Sets the `Content-Security-Policy` header. */
export function csp<State>(options: CSPOptions = {}): Middleware<State> {
  const directives = mergeDirectives(options.csp ?? []);
  if (options.reportTo !== undefined) {
    directives.push("report-to csp-endpoint", `report-uri ${options.reportTo}`);
  }
  const headerName = options.reportOnly
    ? "Content-Security-Policy-Report-Only"
    : "Content-Security-Policy";
  const plainPolicy = directives.join("; ");

  return async (ctx) => {
    const response = withMutableHeaders(await ctx.next());
    const policy = options.useNonce
      ? directives.map((entry) => withNonce(entry, response[NONCE_SYMBOL])).join("; ")
      : plainPolicy;
    response.headers.set(headerName, policy);
    if (options.reportTo !== undefined) {
      response.headers.set("Reporting-Endpoints", `csp-endpoint="${options.reportTo}"`);
    }
    return response;
  };
}

function mergeDirectives(custom: readonly string[]): string[] {
  const customNames = new Set(custom.map(directiveName));
  return [
    ...DEFAULT_DIRECTIVES.filter((entry) => !customNames.has(directiveName(entry))),
    ...custom,
  ];
}

function directiveName(directive: string): string {
  return directive.trim().split(/\s+/, 1)[0]!.toLowerCase();
}

function withNonce(directive: string, nonce: string | undefined): string {
  if (!NONCE_DIRECTIVES.test(directive.trim() + " ")) return directive;
  const replacement = nonce === undefined ? "" : ` 'nonce-${nonce}'`;
  return directive.replace(/\s+'unsafe-inline'/g, replacement);
}
