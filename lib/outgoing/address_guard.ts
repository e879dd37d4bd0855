import { lookup } from "node:dns/promises";
import { PermanentError } from "../queue/errors.ts";
import { type IpRange, isInRange, parseIp, parseRange } from "./ip_address.ts";
import { isPublicAddress } from "./public_address.ts";

/** An address that a name stands for. */
export interface HostAddress {
  address: string;
  family: 4 | 6;
}

/** Asks the system which addresses a name has. */
export type Resolve = (host: string) => Promise<HostAddress[]>;

/** Somebody typed an address that is not for this server to call. */
export class ForbiddenAddressError extends PermanentError {
  readonly host: string;
  constructor(host: string) {
    super(
      `${host} is not an address of the public internet; an administrator can allow it with ` +
        "OUTGOING_ALLOW",
    );
    this.name = "ForbiddenAddressError";
    this.host = host;
  }
}

async function resolveBySystem(host: string): Promise<HostAddress[]> {
  const found = await lookup(host, { all: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
}

/**
 * A host as browsers read it, so that `2130706433`, `0x7f.1` and `127.1.` are what they stand for;
 * without a trailing dot and brackets.
 * @throws ForbiddenAddressError when it is no host at all, such as one with a zone.
 */
function plainHost(host: string): string {
  const bracketed = host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
  const url = /[\s/?#@\\]/.test(bracketed) ? null : URL.parse(`http://${bracketed}/`);
  if (url === null || url.port !== "" || url.hostname === "") throw new ForbiddenAddressError(host);
  return url.hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.+$/, "").toLowerCase();
}

/** Decides which hosts may be called, and at which addresses. */
export class AddressGuard {
  readonly #hosts: ReadonlySet<string>;
  readonly #ranges: readonly IpRange[];
  readonly #resolve: Resolve;

  /** @param allowed hosts, addresses and ranges that may be called though they are not public */
  constructor(allowed: readonly string[] = [], resolve: Resolve = resolveBySystem) {
    this.#ranges = allowed.flatMap((entry) => parseRange(entry) ?? []);
    this.#hosts = new Set(
      allowed.filter((entry) => parseRange(entry) === null).map((entry) => entry.toLowerCase()),
    );
    this.#resolve = resolve;
  }

  /**
   * The addresses to connect to, all of them checked. Connect to these and to nothing that is looked
   * up again, for a name may answer otherwise the next time.
   * @throws ForbiddenAddressError when one of them must not be called.
   */
  async addressesOf(host: string): Promise<HostAddress[]> {
    const name = plainHost(host);
    const literal = parseIp(name);
    const found = literal === null
      ? await this.#resolve(name)
      : [{ address: name, family: literal.bits === 32 ? 4 as const : 6 as const }];
    if (found.length === 0) throw new Error(`${host} has no address`);
    const isNamed = this.#hosts.has(name);
    for (const { address } of found) {
      const ip = parseIp(address);
      const isAllowed = ip !== null && (isNamed || isPublicAddress(ip) ||
        this.#ranges.some((range) => isInRange(ip, range)));
      if (!isAllowed) throw new ForbiddenAddressError(host);
    }
    return found;
  }
}
