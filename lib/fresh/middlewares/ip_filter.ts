import { BlockList, isIP } from "node:net";
import type { Context } from "../context.ts";
import type { Middleware } from "./mod.ts";

/** Addresses or networks in CIDR notation, IPv4 and IPv6. */
export interface IpFilterRules {
  /** Takes precedence over the allow list. */
  denyList?: string[];
  /** Nothing else passes, unless it is empty. */
  allowList?: string[];
}

/** What a blocked client gets. */
export interface IpFilterOptions {
  /** Default 403 `Forbidden`. */
  onBlocked?: (
    remote: { addr: string; type: "ipv4" | "ipv6" | undefined },
    // deno-lint-ignore no-explicit-any -- independent of the app's state
    ctx: Context<any>,
  ) => Response | Promise<Response>;
}

/**
 * Blocks clients by the address of their connection. It does not look at forwarded headers, which
 * clients can forge: behind a proxy it sees the proxy.
 *
 * @throws {TypeError} when an entry is no address or network.
 */
export function ipFilter<State>(
  rules: IpFilterRules,
  options?: IpFilterOptions,
): Middleware<State> {
  const denied = toBlockList(rules.denyList ?? []);
  const allowed = rules.allowList?.length ? toBlockList(rules.allowList) : null;

  return async (ctx) => {
    const { remoteAddr } = ctx.info;
    if (remoteAddr.transport !== "tcp" && remoteAddr.transport !== "udp") return await ctx.next();

    const addr = remoteAddr.hostname;
    const type = familyOf(addr);
    const passes = type === undefined
      // A name cannot be on a list of addresses.
      ? allowed === null
      : !denied.check(addr, type) && (allowed === null || allowed.check(addr, type));
    if (passes) return await ctx.next();
    if (options?.onBlocked) return await options.onBlocked({ addr, type }, ctx);
    return new Response("Forbidden", { status: 403 });
  };
}

function toBlockList(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address, prefix] = entry.split("/", 2) as [string, string?];
    const family = familyOf(address);
    if (family === undefined || (prefix !== undefined && !/^\d{1,3}$/.test(prefix))) {
      throw new TypeError(
        `ipFilter: "${entry}" is no IP address or network. Write 192.0.2.1 or 192.0.2.0/24.`,
      );
    }
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

function familyOf(address: string): "ipv4" | "ipv6" | undefined {
  const version = isIP(address);
  return version === 0 ? undefined : version === 4 ? "ipv4" : "ipv6";
}
