import assert from "node:assert/strict";
import { App } from "../app.ts";
import { FakeServer } from "../test_utils.ts";
import { csp, type CSPOptions } from "./csp.ts";
import { cors } from "./cors.ts";

async function policy(options: CSPOptions, path = "/page"): Promise<string> {
  const app = new App()
    .use(csp(options))
    .get("/page", (ctx) => ctx.render(<style>a</style>))
    .get("/data", (ctx) => ctx.json({}))
    .get("/moved", () => Response.redirect("https://app.example/"));
  const response = await new FakeServer(app.handler()).get(path);
  return response.headers.get("Content-Security-Policy") ?? "";
}

Deno.test("csp with useNonce never says unsafe-inline", async () => {
  const page = await policy({ useNonce: true });
  assert.match(page, /script-src 'self' 'nonce-[0-9a-f]{32}'; style-src 'self' 'nonce-/);
  assert.doesNotMatch(page, /unsafe-inline/);
  for (const path of ["/data", "/moved"]) {
    const plain = await policy({ useNonce: true }, path);
    assert.match(plain, /script-src 'self'; style-src 'self';/, path);
    assert.doesNotMatch(plain, /unsafe-inline|nonce/, path);
  }
});

Deno.test("csp with useNonce covers the element directives, and leaves others alone", async () => {
  const header = await policy({
    useNonce: true,
    csp: ["script-src-elem 'self' 'unsafe-inline'", "img-src 'self' https://img.example"],
  });
  assert.match(header, /script-src-elem 'self' 'nonce-/);
  assert.match(header, /img-src 'self' https:\/\/img.example/);
  assert.doesNotMatch(header, /img-src 'self' data:/);
});

Deno.test("csp keeps the nonce on a response that another middleware copied", async () => {
  const app = new App()
    .use(csp({ useNonce: true }), cors())
    .get("/", async (ctx) => await ctx.render(<p>x</p>));
  const response = await new FakeServer(app.handler()).get("/");
  assert.match(response.headers.get("Content-Security-Policy")!, /'nonce-/);
});

Deno.test("csp reports to the given URL without blocking when asked", async () => {
  const app = new App()
    .use(csp({ reportOnly: true, reportTo: "/csp" }))
    .get("/", (ctx) => ctx.text("ok"));
  const { headers } = await new FakeServer(app.handler()).get("/");
  assert.equal(headers.get("Content-Security-Policy"), null);
  const header = headers.get("Content-Security-Policy-Report-Only")!;
  assert.match(header, /report-to csp-endpoint; report-uri \/csp$/);
  assert.equal(headers.get("Reporting-Endpoints"), 'csp-endpoint="/csp"');
});
