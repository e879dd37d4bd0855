import { BlockList, isIP } from "node:net";

/** Finds whose request it is, from the connection and, behind trusted proxies, what they forward. */
export type AddressReader = (request: Request, info: Deno.ServeHandlerInfo) => string;

/** `::ffff:192.0.2.1` is 192.0.2.1. */
function plainAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  return mapped?.[1] ?? address;
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 4 ? "ipv4" : "ipv6";
}

function trustedList(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = "", bits] = entry.split("/");
    const version = isIP(address);
    const isBitCount = bits === undefined || /^\d{1,3}$/.test(bits);
    if (version === 0 || !isBitCount || Number(bits ?? 0) > (version === 4 ? 32 : 128)) {
      throw new Error(
        `Cannot use "${entry}" in TRUSTED_PROXIES: give addresses or ranges such as 10.0.0.0/8`,
      );
    }
    if (bits === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(bits), familyOf(address));
  }
  return list;
}

function peerOf(info: Deno.ServeHandlerInfo): string {
  const peer = info.remoteAddr;
  return "hostname" in peer ? plainAddress(peer.hostname) : "local";
}

/**
 * Makes the reader. `X-Forwarded-For` counts only when the peer is a trusted proxy, and then from
 * the right: the first address that is not itself a trusted proxy. What stands left of it was
 * written by the client and proves nothing.
 * @throws Error naming an entry that is neither an address nor a range.
 */
export function createAddressReader(trustedProxies: readonly string[]): AddressReader {
  if (trustedProxies.length === 0) return (_request, info) => peerOf(info);
  const trusted = trustedList(trustedProxies);
  const isTrusted = (address: string) =>
    isIP(address) !== 0 && trusted.check(address, familyOf(address));
  return (request, info) => {
    let address = peerOf(info);
    const hops = (request.headers.get("x-forwarded-for") ?? "").split(",");
    while (isTrusted(address) && hops.length > 0) {
      const hop = plainAddress(hops.pop()!.trim());
      // Whatever else stands there, the proxy did not write an address; it is the caller itself.
      if (isIP(hop) === 0) break;
      address = hop;
    }
    return address;
  };
}

/** The first four groups of an IPv6 address, each without leading zeros. */
function ipv6Network(address: string): string {
  const [head = "", tail] = address.split("%")[0]!.toLowerCase().split("::");
  const groups = head === "" ? [] : head.split(":");
  if (tail !== undefined) {
    const after = tail === "" ? [] : tail.split(":");
    while (groups.length + after.length < 8) groups.push("0");
    groups.push(...after);
  }
  return groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, "")).join(":");
}

/**
 * What limits count: an IPv4 address itself, but the /64 of an IPv6 one, as a home or a virtual
 * machine owns that many.
 */
export function addressGroup(address: string): string {
  return isIP(address) === 6 ? `${ipv6Network(address)}::/64` : address;
}

/** Whether the address is this machine itself. */
export function isLoopback(address: string): boolean {
  return address === "::1" || /^127\.\d+\.\d+\.\d+$/.test(address);
}
