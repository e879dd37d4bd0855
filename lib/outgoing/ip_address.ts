import { isIP } from "node:net";

/** An address as a number, and how many bits its kind has. */
export interface IpAddress {
  bits: 32 | 128;
  value: bigint;
}

function parseIpv4(text: string): bigint {
  return text.split(".").reduce((value, part) => (value << 8n) + BigInt(part), 0n);
}

function parseIpv6(text: string): bigint {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  let whole = text;
  if (dotted !== null) {
    const v4 = parseIpv4(dotted[2]!);
    whole = `${dotted[1]}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`;
  }
  const [head = "", tail] = whole.split("::");
  const groups = (part: string) => part === "" ? [] : part.split(":");
  const first = groups(head);
  const last = tail === undefined ? [] : groups(tail);
  const zeros = Array<string>(Math.max(0, 8 - first.length - last.length)).fill("0");
  return [...first, ...zeros, ...last].reduce(
    (value, group) => (value << 16n) + BigInt(`0x${group}`),
    0n,
  );
}

/** A dotted IPv4 or an IPv6 address without a zone; `null` for anything else. */
export function parseIp(text: string): IpAddress | null {
  const kind = isIP(text);
  if (kind === 0 || text.includes("%")) return null;
  return kind === 4 ? { bits: 32, value: parseIpv4(text) } : { bits: 128, value: parseIpv6(text) };
}

/** Addresses that begin with the same bits. */
export interface IpRange {
  base: IpAddress;
  prefix: number;
}

/** `10.0.0.0/8`, or one address; `null` for anything else. */
export function parseRange(text: string): IpRange | null {
  const [address = "", prefix, ...rest] = text.split("/");
  const base = parseIp(address);
  if (base === null || rest.length > 0) return null;
  if (prefix === undefined) return { base, prefix: base.bits };
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > base.bits) return null;
  return { base, prefix: Number(prefix) };
}

/** Whether the address lies in the range; the kinds must be the same. */
export function isInRange(address: IpAddress, { base, prefix }: IpRange): boolean {
  if (address.bits !== base.bits) return false;
  const shift = BigInt(base.bits - prefix);
  return address.value >> shift === base.value >> shift;
}
