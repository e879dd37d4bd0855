import type { HostAddress } from "../address_guard.ts";

const lines = (text: string): string[] => text.trim().split(/\s+/);

/** Spellings of hosts that lead inside, one kind a line; names resolve by `resolveHostile`. */
export const HOSTILE_HOSTS: readonly string[] = lines(`
  127.0.0.1 127.1 127.0.1 127.0.0.1. 127.255.255.254 127.000.000.001
  2130706433 017700000001 0x7f000001 0x7f.0.0.1 0x7f.1 0177.0.0.1 0177.0.0.01 0x7F.0X0.0.1
  0.0.0.0 0 0x0 00 0.0.0.0. localhost localhost. LOCALHOST a.localhost localhost.localdomain
  10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 192.168.1.254 0xc0a80001 3232235521
  100.64.0.1 100.127.255.255 169.254.169.254 169.254.0.1 2852039166 0xa9fea9fe 0251.0376.0251.0376
  168.63.129.16 192.0.0.192 198.18.0.1 192.0.2.1 198.51.100.1 203.0.113.9 192.88.99.1
  224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
  [::1] [::] [0:0:0:0:0:0:0:1] [0000::0001] [::ffff:127.0.0.1] [::ffff:7f00:1] [::FFFF:0x7f.1]
  [::127.0.0.1] [::ffff:0:127.0.0.1] [::ffff:169.254.169.254] [::ffff:10.0.0.1]
  [64:ff9b::7f00:1] [64:ff9b::127.0.0.1] [64:ff9b::a9fe:a9fe] [64:ff9b:1::7f00:1]
  [2002:7f00:1::] [2002:7f00:0001::1] [2002:a9fe:a9fe::1] [2001:0:7f00:1::] [2001::1]
  [fe80::1] [febf::1] [fec0::1] [fc00::1] [fd00:ec2::254] [ff02::1] [2001:db8::1] [3fff::1] [100::1]
  [fe80::1%25eth0] [::1%25lo] [::1%lo] [fe80::1%1]
  ①②⑦.⓪.⓪.① 127。0。0。1 127．0．0．1 １２７.0.0.1 %31%32%37.0.0.1 ⓛⓞⓒⓐⓛⓗⓞⓢⓣ
  metadata.test mixed.test mapped.test nat64.test sixtofour.test loopback.test
`);

const ANSWERS: Record<string, HostAddress[]> = {
  "metadata.test": [{ address: "169.254.169.254", family: 4 }],
  "mixed.test": [{ address: "8.8.8.8", family: 4 }, { address: "127.0.0.1", family: 4 }],
  "mapped.test": [{ address: "::ffff:127.0.0.1", family: 6 }],
  "nat64.test": [{ address: "64:ff9b::7f00:1", family: 6 }],
  "sixtofour.test": [{ address: "2002:7f00:1::", family: 6 }],
  "loopback.test": [{ address: "::1", family: 6 }],
};

/** Names that are set up to lead inside; any other one leads to the loopback too. */
export const resolveHostile = (host: string): Promise<HostAddress[]> =>
  Promise.resolve(ANSWERS[host] ?? [{ address: "127.0.0.1", family: 4 }]);

/** Counts connections to one port of the loopback, by both of its addresses. */
export class Canary {
  /** How often it was reached. */
  reached = 0;
  readonly #listeners: Deno.TcpListener[];

  constructor() {
    const first = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    this.#listeners = [first, Deno.listen({ hostname: "::1", port: first.addr.port })];
    for (const listener of this.#listeners) void this.#count(listener);
  }

  get port(): number {
    return this.#listeners[0]!.addr.port;
  }

  close(): void {
    for (const listener of this.#listeners) listener.close();
  }

  async #count(listener: Deno.TcpListener): Promise<void> {
    for await (const connection of listener) {
      this.reached += 1;
      connection.close();
    }
  }
}
