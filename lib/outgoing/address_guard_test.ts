import assert from "node:assert/strict";
import { AddressGuard, ForbiddenAddressError, type HostAddress } from "./address_guard.ts";
import { OutgoingHttp } from "./outgoing_http.ts";

const HOSTS = [
  ..."127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.0.0.1 0x7f.1 0177.0.0.1 017700000001"
    .split(
      " ",
    ),
  ..."127.0.0.1. 127.255.255.254 0.0.0.0 0 0x0 localhost localhost. LOCALHOST a.localhost".split(
    " ",
  ),
  ..."10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 192.168.1.254".split(" "),
  ..."100.64.0.1 100.127.255.255 169.254.169.254 169.254.0.1 2852039166 0xa9fea9fe".split(" "),
  ..."0251.0376.0251.0376 168.63.129.16 192.0.0.192 198.18.0.1 192.0.2.1 198.51.100.1".split(" "),
  ..."203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 192.88.99.1".split(" "),
  ..."[::1] [::] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1]".split(" "),
  ..."[64:ff9b::7f00:1] [64:ff9b::127.0.0.1] [64:ff9b:1::7f00:1] [2002:7f00:1::]".split(" "),
  ..."[2002:a9fe:a9fe::1] [2001:0:7f00:1::] [fe80::1] [fc00::1] [fd00:ec2::254] [ff02::1]".split(
    " ",
  ),
  ..."[fec0::1] [2001:db8::1] [100::1] [fe80::1%25eth0] [::1%25lo] [::ffff:0:127.0.0.1]".split(" "),
  ..."metadata.test ①②⑦.⓪.⓪.① 127。0。0。1 %31%32%37.0.0.1 mixed.test rebind.test".split(" "),
];

const answers: Record<string, HostAddress[]> = {
  "metadata.test": [{ address: "169.254.169.254", family: 4 }],
  "mixed.test": [{ address: "8.8.8.8", family: 4 }, { address: "127.0.0.1", family: 4 }],
  "rebind.test": [{ address: "::ffff:127.0.0.1", family: 6 }],
};

const resolve = (host: string): Promise<HostAddress[]> =>
  Promise.resolve(answers[host] ?? [{ address: "127.0.0.1", family: 4 }]);

Deno.test("OutgoingHttp reaches nothing inside by any spelling of an address", async () => {
  let reached = 0;
  const canary = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => {
    reached += 1;
    return new Response("inside");
  });
  const http = new OutgoingHttp(new AddressGuard([], resolve), { timeoutMs: 1_000 });
  try {
    assert.ok(HOSTS.length >= 60, `${HOSTS.length} hosts`);
    for (const host of HOSTS) {
      const sent = http.post(`http://${host}:${canary.addr.port}/`, "{}", {});
      await assert.rejects(sent, { permanent: true }, host);
    }
    await assert.rejects(http.post(`file:///etc/passwd`, "", {}), { permanent: true });
    assert.equal(reached, 0);
  } finally {
    await canary.shutdown();
  }
});

Deno.test("OutgoingHttp connects to the address that was checked and keeps the name", async () => {
  const hosts: (string | null)[] = [];
  const server: Deno.HttpServer<Deno.NetAddr> = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen() {},
  }, (request) => {
    hosts.push(request.headers.get("host"));
    return new Response("x".repeat(1_000), {
      status: 302,
      headers: { location: `http://127.0.0.1:${server.addr.port}/again` },
    });
  });
  let lookups = 0;
  const guard = new AddressGuard(["127.0.0.0/8"], () => {
    lookups += 1;
    return Promise.resolve([{ address: "127.0.0.1", family: 4 as const }]);
  });
  const http = new OutgoingHttp(guard, { maxBytes: 100 });
  try {
    const port = server.addr.port;
    const answer = await http.post(`http://name.test:${port}/`, "{}", {});
    assert.equal(answer.status, 302);
    assert.equal(answer.text.length, 100);
    assert.deepEqual(hosts, [`name.test:${port}`]);
    assert.equal(lookups, 1);
  } finally {
    await server.shutdown();
  }
});

Deno.test("OutgoingHttp gives up a receiver that does not answer", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const http = new OutgoingHttp(new AddressGuard(["127.0.0.1"]), { timeoutMs: 100 });
  try {
    await assert.rejects(
      http.post(`http://127.0.0.1:${listener.addr.port}/secret`, "{}", {}),
      (error: Error) => /no answer in time/.test(error.message) && !/secret/.test(error.message),
    );
  } finally {
    listener.close();
  }
});

Deno.test("AddressGuard lets public addresses pass, and what is allowed by name or range", async () => {
  const guard = new AddressGuard(["10.1.0.0/16", "Mail.Lan"], resolve);
  const open = async (host: string) => (await guard.addressesOf(host))[0]!.address;
  assert.equal(await open("8.8.8.8"), "8.8.8.8");
  assert.equal(await open("2606:4700::1111"), "2606:4700::1111");
  assert.equal(await open("10.1.2.3"), "10.1.2.3");
  assert.equal(await open("mail.lan."), "127.0.0.1");
  await assert.rejects(open("10.2.0.1"), ForbiddenAddressError);
  await assert.rejects(open("other.lan"), ForbiddenAddressError);
});
