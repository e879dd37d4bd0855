import assert from "node:assert/strict";
import { App } from "../app.ts";
import { csrf, type CsrfOptions } from "./csrf.ts";

async function status(
  headers: Record<string, string>,
  options?: CsrfOptions,
  method = "POST",
): Promise<number> {
  const handler = new App().use(csrf(options)).all("/", (ctx) => ctx.text("ok")).handler();
  const response = await handler(new Request("https://app.example/", { method, headers }));
  return response.status;
}

Deno.test("csrf rejects cross-site requests that change something", async () => {
  assert.equal(await status({ "sec-fetch-site": "cross-site" }), 403);
  assert.equal(await status({ "sec-fetch-site": "same-site" }), 403);
  assert.equal(await status({ origin: "https://evil.example" }), 403);
  assert.equal(await status({ origin: "null" }), 403);
  assert.equal(await status({ "sec-fetch-site": "cross-site" }, undefined, "GET"), 200);
});

Deno.test("csrf lets the own origin and clients that are no browser pass", async () => {
  assert.equal(await status({ "sec-fetch-site": "same-origin" }), 200);
  assert.equal(await status({ "sec-fetch-site": "none" }), 200);
  assert.equal(await status({ origin: "https://app.example" }), 200);
  assert.equal(await status({}), 200);
});

Deno.test("csrf allows the configured origins, and never the opaque one", async () => {
  const cross = { "sec-fetch-site": "cross-site", origin: "https://a.example" };
  assert.equal(await status(cross, { origin: "https://a.example" }), 200);
  assert.equal(await status(cross, { origin: ["https://a.example"] }), 200);
  assert.equal(await status(cross, { origin: (origin) => origin.endsWith("a.example") }), 200);
  assert.equal(await status(cross, { origin: "https://b.example" }), 403);
  assert.equal(await status({ origin: "null" }, { origin: () => true }), 403);
});
