import assert from "node:assert/strict";
import { App } from "./app.ts";
import { HttpError } from "./error.ts";
import { page } from "./handlers.ts";
import { FakeServer, withoutErrorLog } from "./test_utils.ts";
import type { Lazy, Route } from "./types.ts";

Deno.test("App.route renders a page without handler for GET and HEAD only", async () => {
  const app = new App().route("/", { component: () => <h1>page</h1> });
  const server = new FakeServer(app.handler());
  assert.match(await (await server.get("/")).text(), /<h1>page<\/h1>/);
  assert.equal((await server.head("/")).status, 200);
  const denied = await server.post("/");
  assert.equal(denied.status, 405);
  assert.equal(denied.headers.get("Allow"), "GET");
});

Deno.test("App.route checks the methods of a lazy route once it is loaded", async () => {
  let loads = 0;
  const lazy: Lazy<Route<unknown>> = () => {
    loads++;
    return Promise.resolve({ handler: { POST: () => new Response("posted") } });
  };
  const server = new FakeServer(new App().route("/", lazy).handler());
  assert.equal(await (await server.post("/")).text(), "posted");
  const denied = await server.get("/");
  assert.equal(denied.status, 405);
  assert.equal(denied.headers.get("Allow"), "POST");
  assert.equal((await server.options("/")).status, 204);
  assert.equal(loads, 1);
});

Deno.test("App.route loads a lazy route again after a failure", async () => {
  let loads = 0;
  const lazy: Lazy<Route<unknown>> = () =>
    ++loads === 1
      ? Promise.reject(new HttpError(503, "not yet"))
      : Promise.resolve({ handler: () => new Response("ok") });
  const server = new FakeServer(new App().route("/", lazy).handler());
  await withoutErrorLog(async () => assert.equal((await server.get("/")).status, 503));
  assert.equal((await server.get("/")).status, 200);
});

Deno.test("App.route passes data, status and headers from the handler to the page", async () => {
  const app = new App().route("/", {
    handler: () => page({ n: 0 }, { status: 201, headers: { "X-A": "b", "Content-Type": "x/y" } }),
    component: ({ data }) => <p>{data.n}</p>,
  });
  const response = await new FakeServer(app.handler()).get("/");
  assert.equal(response.status, 201);
  assert.equal(response.headers.get("X-A"), "b");
  assert.equal(response.headers.get("Content-Type"), "text/html; charset=utf-8");
  assert.match(await response.text(), /<p>0<\/p>/);
});

Deno.test("App.route without handler and component is not found", async () => {
  const server = new FakeServer(new App().route("/", {}).handler());
  assert.equal((await server.get("/")).status, 404);
});

Deno.test("App.route reports a handler that returns nothing", async () => {
  const seen: unknown[] = [];
  const app = new App()
    .onError("*", (ctx) => {
      seen.push(ctx.error);
      return ctx.text("error", { status: 500 });
    })
    .route("/", { handler: (() => {}) as never, component: () => <p /> });
  assert.equal((await new FakeServer(app.handler()).get("/")).status, 500);
  assert.match(String(seen[0]), /returned nothing/);
});

Deno.test("App.route applies its skip flags to ctx.render in the handler, not to errors", async () => {
  const app = new App()
    .layout("*", ({ Component }) => (
      <main>
        <Component />
      </main>
    ))
    .onError("*", { component: () => <p>error</p> })
    .route("/", {
      handler: (ctx) => {
        if (ctx.url.search !== "") throw new Error("x");
        return ctx.render(<p>page</p>);
      },
      config: { skipInheritedLayouts: true },
    });
  const server = new FakeServer(app.handler());
  assert.match(await (await server.get("/")).text(), /<body><p>page<\/p><\/body>/);
  assert.match(await (await server.get("/?fail")).text(), /<main><p>error<\/p><\/main>/);
});

Deno.test("App.notFound with a component answers 404 for every method", async () => {
  const app = new App().notFound({ component: () => <p>none</p> });
  const server = new FakeServer(app.handler());
  for (const response of [await server.get("/x"), await server.post("/x")]) {
    assert.equal(response.status, 404);
    assert.match(await response.text(), /<p>none<\/p>/);
  }
});

Deno.test("App.onError with a component answers with the status of the error", async () => {
  const app = new App()
    .onError("*", { component: ({ error }) => <p>{String(error)}</p> })
    .post("/http", () => {
      throw new HttpError(409, "taken");
    })
    .post("/plain", () => {
      throw new Error("broken");
    });
  const server = new FakeServer(app.handler());
  const conflict = await server.post("/http");
  assert.equal(conflict.status, 409);
  assert.match(await conflict.text(), /taken/);
  assert.equal((await server.post("/plain")).status, 500);
});

Deno.test("App.onError loads a lazy error page", async () => {
  const app = new App()
    .onError("*", () => Promise.resolve({ component: () => <p>lazy</p> }))
    .get("/", () => {
      throw new Error("broken");
    });
  const response = await new FakeServer(app.handler()).get("/");
  assert.equal(response.status, 500);
  assert.match(await response.text(), /<p>lazy<\/p>/);
});

Deno.test("App.route links the stylesheets of a route in the head", async () => {
  const app = new App().route("/", { component: () => <p>x</p>, css: ["/a.css"] });
  const html = await (await new FakeServer(app.handler()).get("/")).text();
  assert.match(html, /<head>.*<link rel="stylesheet" href="\/a\.css".*<\/head>/);
});
