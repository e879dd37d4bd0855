import { DENO_DEPLOYMENT_ID } from "@fresh/build-id";
import type { Handler } from "./handler.ts";

/** Where and how `listen()` serves. */
export type ListenOptions =
  & Partial<Deno.ServeTcpOptions & Deno.TlsCertifiedKeyPem>
  & {
    /** Address under which others reach the server, shown beside the local one. */
    remoteAddress?: string;
  };

const FIRST_PORT = 8000;
const LAST_PORT = 8019;

/**
 * Serves on the given port, or on the first free one of 8000 to 8019, and says where.
 *
 * @throws {Deno.errors.AddrInUse} when the port, or every one of the range, is taken.
 */
export function listen(
  handler: Handler,
  basePath: string,
  options: ListenOptions,
): void {
  const { remoteAddress: _, ...serveOptions } = options;
  serveOptions.onListen ??= (addr) => announce(addr, basePath, options);
  if (serveOptions.port !== undefined) {
    Deno.serve(serveOptions as Deno.ServeTcpOptions, handler);
    return;
  }
  let firstError: unknown;
  for (let port = FIRST_PORT; port <= LAST_PORT; port++) {
    try {
      Deno.serve({ ...serveOptions, port } as Deno.ServeTcpOptions, handler);
      return;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
      firstError ??= error;
    }
  }
  throw firstError;
}

function announce(addr: Deno.NetAddr, basePath: string, options: ListenOptions): void {
  if (DENO_DEPLOYMENT_ID) return;
  const protocol = options.cert && options.key ? "https:" : "http:";
  // Browsers cannot open the address that stands for all interfaces.
  const isWildcard = addr.hostname === "0.0.0.0" || addr.hostname === "::";
  const host = isWildcard ? "localhost" : addr.hostname;
  const name = host.includes(":") ? `[${host}]` : host;
  let banner = `Fresh ready\n    Local: ${protocol}//${name}:${addr.port}${basePath}/`;
  if (options.remoteAddress) banner += `\n    Remote: ${options.remoteAddress}`;
  // deno-lint-ignore no-console -- meant for the person who started the server
  console.log(banner);
}
