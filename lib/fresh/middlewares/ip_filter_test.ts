import assert from "node:assert/strict";
import { App } from "../app.ts";
import { ipFilter, type IpFilterOptions, type IpFilterRules } from "./ip_filter.ts";

async function status(
  remoteAddr: Deno.Addr,
  rules: IpFilterRules,
  options?: IpFilterOptions,
): Promise<number> {
  const handler = new App().use(ipFilter(rules, options)).get("/", (ctx) => ctx.text("ok"))
    .handler();
  const info = { remoteAddr, completed: Promise.resolve() } as Deno.ServeHandlerInfo;
  return (await handler(new Request("http://localhost/"), info)).status;
}

const tcp = (hostname: string): Deno.Addr => ({ transport: "tcp", hostname, port: 1 });

Deno.test("ipFilter matches addresses and networks of both families", async () => {
  const rules = { denyList: ["10.0.0.0/8", "2001:db8::/32", "192.0.2.7"] };
  for (const address of ["10.200.3.4", "2001:db8:1::5", "192.0.2.7"]) {
    assert.equal(await status(tcp(address), rules), 403, address);
  }
  for (const address of ["11.0.0.1", "2001:db9::1", "192.0.2.8"]) {
    assert.equal(await status(tcp(address), rules), 200, address);
  }
});

Deno.test("ipFilter denies before it allows, and an empty allow list allows all", async () => {
  const rules = { allowList: ["10.0.0.0/8"], denyList: ["10.0.0.1"] };
  assert.equal(await status(tcp("10.0.0.1"), rules), 403);
  assert.equal(await status(tcp("10.0.0.2"), rules), 200);
  assert.equal(await status(tcp("192.0.2.1"), rules), 403);
  assert.equal(await status(tcp("192.0.2.1"), { allowList: [] }), 200);
});

Deno.test("ipFilter lets connections without an IP address pass", async () => {
  const unix: Deno.Addr = { transport: "unix", path: "/tmp/x" };
  assert.equal(await status(unix, { allowList: ["10.0.0.0/8"] }), 200);
});

Deno.test("ipFilter tells onBlocked who was blocked", async () => {
  const blocked: unknown[] = [];
  const options: IpFilterOptions = {
    onBlocked: (remote) => {
      blocked.push(remote);
      return new Response("no", { status: 401 });
    },
  };
  assert.equal(await status(tcp("::1"), { denyList: ["::1"] }, options), 401);
  assert.deepEqual(blocked, [{ addr: "::1", type: "ipv6" }]);
});

Deno.test("ipFilter rejects entries that are no address", () => {
  for (const entry of ["localhost", "10.0.0.0/x", "10.0.0.1/"]) {
    assert.throws(() => ipFilter({ denyList: [entry] }), /is no IP address or network/, entry);
  }
});
