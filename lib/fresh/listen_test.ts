import assert from "node:assert/strict";
import { App } from "./app.ts";

Deno.test("App.listen serves on the given port and fails when it is taken", async () => {
  const taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr as Deno.NetAddr;
  const options = { hostname: "127.0.0.1", port, onListen() {} };
  const app = new App().get("/", (ctx) => ctx.text("ok"));
  await assert.rejects(app.listen(options), Deno.errors.AddrInUse);
  taken.close();

  const controller = new AbortController();
  await app.listen({ ...options, signal: controller.signal });
  const response = await fetch(`http://127.0.0.1:${port}/`);
  assert.equal(await response.text(), "ok");
  controller.abort();
});
