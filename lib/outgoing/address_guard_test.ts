import assert from "node:assert/strict";
import { ZodError } from "zod";
import { SMTP } from "../notifications/kinds/smtp.ts";
import { MailServer } from "../notifications/testing/mail_server.ts";
import { message } from "../notifications/testing/messages.ts";
import { NO_NOTICES } from "../notifications/testing/no_notices.ts";
import { AddressGuard, ForbiddenAddressError } from "./address_guard.ts";
import { OutgoingHttp } from "./outgoing_http.ts";
import { Canary, HOSTILE_HOSTS, resolveHostile } from "./testing/hostile_hosts.ts";

/** Addresses that are more than a host, with the canary's port for PORT. */
const ADDRESSES = [
  "http://8.8.8.8@127.0.0.1:PORT/",
  "http://8.8.8.8:80@127.0.0.1:PORT/",
  "http://user:pass@[::1]:PORT/",
  "http://127.0.0.1:PORT#@8.8.8.8/",
  "http://127.0.0.1:PORT?@8.8.8.8/",
  "http://127.0.0.1:PORT\\@8.8.8.8/",
  "http://10.0.0.8\\@127.0.0.1:PORT/",
  "http:127.0.0.1:PORT/",
  "http:/127.0.0.1:PORT/",
  "http:\\\\127.0.0.1:PORT/",
  "http:////127.0.0.1:PORT/",
  " http://127.0.0.1:PORT/ ",
  "ht\ntp://127.0.0.1:PORT/",
  "http://127.\t0.0.1:PORT/",
  "http://127.0.0.1:0PORT/",
  "http://[::1]:PORT",
  "HTTP://LOCALHOST:PORT",
  "https://127.0.0.1:PORT/",
  "ftp://127.0.0.1:PORT/",
  "gopher://127.0.0.1:PORT/_x",
  "ws://127.0.0.1:PORT/",
  "file:///etc/passwd",
  "data:text/plain,x",
  "//127.0.0.1:PORT/",
  "127.0.0.1:PORT",
  "",
];

/** Hosts of mail servers that are more than a host. */
const MAIL_HOSTS = [
  "127.0.0.1:25",
  "8.8.8.8@127.0.0.1",
  "127.0.0.1/x",
  "127.0.0.1#",
  "127.0.0.1?",
  "127.0.0.1 8.8.8.8",
  "127.0.0.1\r\n",
  "http://127.0.0.1",
  "::1",
  "::ffff:127.0.0.1",
  "fe80::1%eth0",
];

async function withCanary(test: (canary: Canary) => Promise<void>): Promise<void> {
  const canary = new Canary();
  try {
    await test(canary);
    assert.equal(canary.reached, 0);
  } finally {
    canary.close();
  }
}

Deno.test("OutgoingHttp reaches nothing inside by any spelling of an address", async () => {
  await withCanary(async ({ port }) => {
    const http = new OutgoingHttp(new AddressGuard([], resolveHostile), { timeoutMs: 1_000 });
    assert.ok(HOSTILE_HOSTS.length >= 60, `${HOSTILE_HOSTS.length} hosts`);
    const hosts = HOSTILE_HOSTS.map((host) => `http://${host}:${port}/`);
    for (const address of [...hosts, ...ADDRESSES.map((each) => each.replace("PORT", `${port}`))]) {
      await assert.rejects(http.post(address, "{}", {}), { permanent: true }, address);
    }
  });
});

Deno.test("SMTP reaches nothing inside by any spelling of a host", async () => {
  await withCanary(async ({ port }) => {
    const guard = new AddressGuard([], resolveHostile);
    const http = new OutgoingHttp(guard);
    const from = "a@a.example";
    for (const host of [...HOSTILE_HOSTS, ...MAIL_HOSTS]) {
      const settings = { host, port, security: "none", from, to: from };
      const deps = {
        guard,
        http,
        notices: NO_NOTICES,
        now: Date.now,
        channelId: "c",
        recipients: [],
      };
      // What is no host at all is refused when the channel is saved.
      const isRefused = (error: Error & { permanent?: boolean }) =>
        error.permanent === true || error instanceof ZodError;
      await assert.rejects(
        async () => {
          await SMTP.deliver(message("n1"), settings, deps);
        },
        isRefused,
        host,
      );
    }
  });
});

/** A name that stands for the address that is allowed when it is checked, and for the canary's after. */
function rebindingGuard(): AddressGuard {
  const answers = ["127.0.0.2", "127.0.0.1", "::1"];
  return new AddressGuard(["127.0.0.2"], () => {
    const address = answers.shift() ?? "127.0.0.1";
    return Promise.resolve([{ address, family: address.includes(":") ? 6 as const : 4 as const }]);
  });
}

Deno.test("a name that changes its address after the check leads nowhere else", async () => {
  await withCanary(async ({ port }) => {
    let received = 0;
    const server = Deno.serve({ hostname: "127.0.0.2", port, onListen() {} }, () => {
      received += 1;
      return new Response("ok");
    });
    try {
      const http = new OutgoingHttp(rebindingGuard());
      const post = () => http.post(`http://rebind.test:${port}/`, "{}", {});
      assert.equal((await post()).status, 200);
      // Each call looks the name up once, and is judged by that.
      await assert.rejects(post(), ForbiddenAddressError);
      await assert.rejects(post(), ForbiddenAddressError);
      assert.equal(received, 1);
    } finally {
      await server.shutdown();
    }
    const mail = await MailServer.open(() => "250 queued", { hostname: "127.0.0.2", port });
    try {
      const guard = rebindingGuard();
      const http = new OutgoingHttp(guard);
      const from = "a@a.example";
      const settings = { host: "rebind.test", port, security: "none", from, to: from };
      const deps = {
        guard,
        http,
        notices: NO_NOTICES,
        now: Date.now,
        channelId: "c",
        recipients: [],
      };
      const send = () => SMTP.deliver(message("n1"), settings, deps);
      assert.match(await send(), /queued/);
      await assert.rejects(send(), ForbiddenAddressError);
    } finally {
      await mail.close();
    }
  });
});

Deno.test("OutgoingHttp follows no redirect, wherever it leads", async () => {
  await withCanary(async ({ port }) => {
    let status = 301;
    const server = Deno.serve({ hostname: "127.0.0.2", port, onListen() {} }, () => {
      return new Response(null, { status, headers: { location: `http://127.0.0.1:${port}/` } });
    });
    try {
      const http = new OutgoingHttp(new AddressGuard(["127.0.0.2"]));
      for (status of [301, 302, 303, 307, 308]) {
        assert.equal((await http.post(`http://127.0.0.2:${port}/`, "{}", {})).status, status);
      }
    } finally {
      await server.shutdown();
    }
  });
});

Deno.test("AddressGuard lets public addresses pass, and what is allowed by name or range", async () => {
  const guard = new AddressGuard(["10.1.0.0/16", "Mail.Lan"], resolveHostile);
  const open = async (host: string) => (await guard.addressesOf(host))[0]!.address;
  assert.equal(await open("8.8.8.8"), "8.8.8.8");
  assert.equal(await open("2606:4700::1111"), "2606:4700::1111");
  assert.equal(await open("10.1.2.3"), "10.1.2.3");
  assert.equal(await open("mail.lan."), "127.0.0.1");
  await assert.rejects(open("10.2.0.1"), ForbiddenAddressError);
  await assert.rejects(open("other.lan"), ForbiddenAddressError);
});
