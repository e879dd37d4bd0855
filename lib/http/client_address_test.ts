import assert from "node:assert/strict";
import { addressGroup, createAddressReader, isLoopback } from "./client_address.ts";

function read(trusted: string[], peer: string, forwarded?: string): string {
  const headers = forwarded === undefined ? undefined : { "x-forwarded-for": forwarded };
  const info = { remoteAddr: { transport: "tcp", hostname: peer, port: 1 } };
  return createAddressReader(trusted)(
    new Request("http://localhost/", headers && { headers }),
    info as Deno.ServeHandlerInfo,
  );
}

Deno.test("createAddressReader() ignores X-Forwarded-For of a peer that is not trusted", () => {
  assert.equal(read([], "203.0.113.9", "198.51.100.1"), "203.0.113.9");
  assert.equal(read(["10.0.0.1"], "203.0.113.9", "198.51.100.1"), "203.0.113.9");
});

Deno.test("createAddressReader() takes the rightmost address that is no trusted proxy", () => {
  const trusted = ["10.0.0.0/8", "::1"];
  assert.equal(read(trusted, "10.0.0.1", "198.51.100.1"), "198.51.100.1");
  assert.equal(read(trusted, "10.0.0.1", "1.2.3.4, 198.51.100.1, 10.9.9.9"), "198.51.100.1");
  assert.equal(read(trusted, "::1", "2001:db8::1"), "2001:db8::1");
  assert.equal(read(trusted, "::ffff:10.0.0.1", "198.51.100.1"), "198.51.100.1");
});

Deno.test("createAddressReader() stays at the last proxy when nothing usable is forwarded", () => {
  assert.equal(read(["10.0.0.1"], "10.0.0.1"), "10.0.0.1");
  assert.equal(read(["10.0.0.1"], "10.0.0.1", "evil"), "10.0.0.1");
  assert.equal(read(["10.0.0.1"], "10.0.0.1", "10.0.0.1"), "10.0.0.1");
});

Deno.test("createAddressReader() names the entry that it cannot use", () => {
  for (const entry of ["proxy.local", "10.0.0.0/33", "10.0.0.0/x", "300.1.1.1"]) {
    assert.throws(() => createAddressReader([entry]), /TRUSTED_PROXIES/, entry);
  }
});

Deno.test("addressGroup() is the address for IPv4 and the /64 for IPv6", () => {
  assert.equal(addressGroup("192.0.2.1"), "192.0.2.1");
  assert.equal(addressGroup("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  assert.equal(addressGroup("2001:0DB8:0001:0002::9"), "2001:db8:1:2::/64");
  assert.equal(addressGroup("2001:db8::5"), "2001:db8:0:0::/64");
  assert.equal(addressGroup("::1"), "0:0:0:0::/64");
  assert.notEqual(addressGroup("2001:db8:1:3::1"), addressGroup("2001:db8:1:2::1"));
});

Deno.test("isLoopback() knows 127/8 and ::1", () => {
  assert.ok(isLoopback("127.0.0.1") && isLoopback("127.9.9.9") && isLoopback("::1"));
  assert.ok(!isLoopback("128.0.0.1") && !isLoopback("localhost.example") && !isLoopback("::2"));
});
