import { type IpAddress, type IpRange, isInRange, parseRange } from "./ip_address.ts";

const ranges = (texts: readonly string[]): IpRange[] =>
  texts.map((text) => {
    const range = parseRange(text);
    if (range === null) throw new TypeError(`Not a range: ${text}`);
    return range;
  });

/**
 * What the IANA registries of special purpose keep from the public internet: this network, private,
 * shared (CGNAT), loopback, link-local (with the metadata services of clouds), protocol assignments,
 * documentation, 6to4 relays, benchmarks, multicast and reserved.
 */
const NOT_PUBLIC_V4 = ranges([
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  // Answers the metadata of Azure's machines.
  "168.63.129.16/32",
]);

/** Global unicast; all else of IPv6 is loopback, mapped, translated, local or multicast. */
const PUBLIC_V6 = ranges(["2000::/3"]);
/** Of those: Teredo and other assignments, documentation, 6to4, SRv6. */
const NOT_PUBLIC_V6 = ranges([
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "3fff::/20",
]);

/** Whether an address is one of the public internet. What carries an IPv4 address inside is not. */
export function isPublicAddress(address: IpAddress): boolean {
  const isIn = (list: readonly IpRange[]) => list.some((range) => isInRange(address, range));
  return address.bits === 32 ? !isIn(NOT_PUBLIC_V4) : isIn(PUBLIC_V6) && !isIn(NOT_PUBLIC_V6);
}
