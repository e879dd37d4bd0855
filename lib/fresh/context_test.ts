import assert from "node:assert/strict";
import { App } from "./app.ts";
import { FakeServer } from "./test_utils.ts";

Deno.test("Context.url has repeated slashes collapsed, req.url has not", async () => {
  const app = new App().get("/a/b", (ctx) => ctx.json([ctx.url.pathname, ctx.req.url]));
  const response = await new FakeServer(app.handler()).get("/a//b");
  assert.deepEqual(await response.json(), ["/a/b", "http://localhost/a//b"]);
});

Deno.test("Context.upgrade answers 400 when the client asks for no WebSocket", async () => {
  const app = new App()
    .ws("/managed", { message() {} })
    .get("/bare", (ctx) => ctx.upgrade().response);
  const server = new FakeServer(app.handler());
  for (const path of ["/managed", "/bare"]) {
    const response = await server.get(path);
    assert.equal(response.status, 400);
    assert.equal(await response.text(), "Expected a WebSocket upgrade request");
  }
});

Deno.test("App.ws connects the callbacks to the socket", async () => {
  const closed = Promise.withResolvers<[number, string]>();
  const app = new App().ws("/ws", {
    open: (socket) => socket.send("welcome"),
    message: (socket, event) => socket.send(`echo ${event.data}`),
    close: (_socket, code, reason) => closed.resolve([code, reason]),
  });
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, app.handler());
  const socket = new WebSocket(`ws://127.0.0.1:${server.addr.port}/ws`);
  const received: unknown[] = [];
  const done = Promise.withResolvers<void>();
  socket.onmessage = ({ data }) => {
    received.push(data);
    if (received.length === 1) socket.send("hi");
    else done.resolve();
  };
  await done.promise;
  socket.close(4000, "bye");
  assert.deepEqual(await closed.promise, [4000, "bye"]);
  assert.deepEqual(received, ["welcome", "echo hi"]);
  await server.shutdown();
});

Deno.test("Context.html keeps status and headers and sets the type", async () => {
  const app = new App().get(
    "/",
    (ctx) => ctx.html("<p>", { status: 201, headers: { "X-A": "1" } }),
  );
  const response = await new FakeServer(app.handler()).get("/");
  assert.equal(response.status, 201);
  assert.equal(response.headers.get("X-A"), "1");
  assert.equal(response.headers.get("Content-Type"), "text/html; charset=utf-8");
});
