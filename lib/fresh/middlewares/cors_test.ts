import assert from "node:assert/strict";
import { App } from "../app.ts";
import { cors, type CORSOptions } from "./cors.ts";

async function send(
  options: CORSOptions,
  init: RequestInit = {},
  respond: () => Response = () => new Response("ok"),
): Promise<Response> {
  const handler = new App().use(cors(options)).get("/", respond).handler();
  return await handler(new Request("https://app.example/", init));
}

Deno.test("cors allows a listed origin and varies by it", async () => {
  const options = { origin: ["https://a.example"], credentials: true };
  const allowed = await send(options, { headers: { origin: "https://a.example" } });
  assert.equal(allowed.headers.get("Access-Control-Allow-Origin"), "https://a.example");
  assert.equal(allowed.headers.get("Access-Control-Allow-Credentials"), "true");
  assert.equal(allowed.headers.get("Vary"), "Origin");
  const other = await send(options, { headers: { origin: "https://b.example" } });
  assert.equal(other.headers.get("Access-Control-Allow-Origin"), null);
  assert.equal(await other.text(), "ok");
});

Deno.test("cors adds to an existing Vary header once", async () => {
  const init = { headers: { origin: "https://a.example" } };
  const vary = async (value: string) => {
    const respond = () => new Response("ok", { headers: { Vary: value } });
    return (await send({ origin: "https://a.example" }, init, respond)).headers.get("Vary");
  };
  assert.equal(await vary("Accept"), "Accept, Origin");
  assert.equal(await vary("accept, origin"), "accept, origin");
  assert.equal(await vary("*"), "*");
});

Deno.test("cors answers preflight requests with what the browser asked for", async () => {
  const response = await send({ maxAge: 60 }, {
    method: "OPTIONS",
    headers: { "Access-Control-Request-Headers": "X-A, X-B" },
  });
  assert.equal(response.status, 204);
  assert.equal(response.headers.get("Access-Control-Allow-Headers"), "X-A,X-B");
  assert.equal(response.headers.get("Access-Control-Max-Age"), "60");
  assert.equal(response.headers.get("Vary"), "Access-Control-Request-Headers");
});

Deno.test("cors works on responses with fixed headers", async () => {
  const response = await send({}, {}, () => Response.redirect("https://app.example/x"));
  assert.equal(response.status, 302);
  assert.equal(response.headers.get("Location"), "https://app.example/x");
  assert.equal(response.headers.get("Access-Control-Allow-Origin"), "*");
});
