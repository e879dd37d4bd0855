import assert from "node:assert/strict";
import { App, setErrorInterceptor } from "./app.ts";
import { HttpError } from "./error.ts";
import { FakeServer, withoutErrorLog } from "./test_utils.ts";

Deno.test("App.use applies to routes registered after it only", async () => {
  const app = new App()
    .get("/before", (ctx) => ctx.text("open"))
    .use(() => new Response("guarded"))
    .get("/after", (ctx) => ctx.text("open"));
  const server = new FakeServer(app.handler());
  assert.equal(await (await server.get("/before")).text(), "open");
  assert.equal(await (await server.get("/after")).text(), "guarded");
});

Deno.test("App.use with a trailing wildcard guards everything below the path", async () => {
  const app = new App()
    .use("/admin/*", () => new Response("no", { status: 403 }))
    .get("/admin", (ctx) => ctx.text("secret"))
    .get("/admin/users/:id", (ctx) => ctx.text("secret"))
    .get("/administration", (ctx) => ctx.text("public"));
  const server = new FakeServer(app.handler());
  for (const path of ["/admin", "/admin/", "/admin/users/1", "//admin//users//1"]) {
    assert.equal((await server.get(path)).status, 403, path);
  }
  assert.equal((await server.get("/administration")).status, 200);
});

Deno.test("App scopes middlewares, layouts and error pages to its base path", async () => {
  const app = new App({ basePath: "/base" })
    .use("/a", () => new Response("guarded"))
    .onError("*", (ctx) => ctx.text("error page", { status: 500 }))
    .get("/a/b", (ctx) => ctx.text("open"))
    .get("/fail", () => {
      throw new Error("x");
    });
  const server = new FakeServer(app.handler());
  assert.equal(await (await server.get("/base/a/b")).text(), "guarded");
  assert.equal(await (await server.get("/base/fail")).text(), "error page");
  assert.equal((await server.get("/a/b")).status, 500, "unmatched, so the app's error page");
});

Deno.test("App.use without a path runs for URLs that match no route", async () => {
  for (const basePath of ["", "/base"]) {
    const app = new App({ basePath }).use((ctx) => ctx.text(`ran ${ctx.route}`));
    const server = new FakeServer(app.handler());
    assert.equal(await (await server.get(`${basePath}/file.css`)).text(), "ran null");
  }
});

Deno.test("App.handler answers a method the path lacks with 405 and the allowed ones", async () => {
  const app = new App()
    .get("/a", (ctx) => ctx.text("ok"))
    .post("/a", (ctx) => ctx.text("ok"));
  const server = new FakeServer(app.handler());
  const denied = await server.put("/a");
  assert.equal(denied.status, 405);
  assert.equal(denied.headers.get("Allow"), "GET, POST");
  const options = await server.options("/a");
  assert.equal(options.status, 204);
  assert.equal(options.headers.get("Allow"), "GET, POST");
});

Deno.test("App.handler adds the allowed methods to a 405 that an error page made", async () => {
  const app = new App()
    .onError("*", (ctx) => ctx.text("custom", { status: (ctx.error as HttpError).status }))
    .get("/a", (ctx) => ctx.text("ok"));
  const response = await new FakeServer(app.handler()).delete("/a");
  assert.equal(await response.text(), "custom");
  assert.equal(response.headers.get("Allow"), "GET");
});

Deno.test("App.handler sets ctx.error on unmatched URLs without any middleware", async () => {
  let error: unknown = null;
  const app = new App().notFound((ctx) => {
    error = ctx.error;
    return ctx.text("none", { status: 404 });
  });
  await new FakeServer(app.handler()).get("/x");
  assert.ok(error instanceof HttpError);
  assert.equal(error.status, 404);
});

Deno.test("App.notFound works when registered after the routes", async () => {
  const app = new App()
    .get("/thrower", () => {
      throw new HttpError(404);
    })
    .notFound((ctx) => ctx.text("mine", { status: 404 }));
  const server = new FakeServer(app.handler());
  assert.equal(await (await server.get("/thrower")).text(), "mine");
  assert.equal(await (await server.get("/unknown")).text(), "mine");
});

Deno.test("App.onError: the innermost page wins, and its own failure goes one out", async () => {
  const app = new App()
    .onError("*", (ctx) => ctx.text("outer: " + (ctx.error as Error).message))
    .onError("/a", () => {
      throw new Error("page failed");
    })
    .use("/a/b", () => {
      throw new Error("middleware failed");
    })
    .onError("/a/b", (ctx) => ctx.text("inner: " + (ctx.error as Error).message))
    .get("/a/b", (ctx) => ctx.text("ok"))
    .get("/a/c", () => {
      throw new Error("handler failed");
    });
  const server = new FakeServer(app.handler());
  assert.equal(await (await server.get("/a/b")).text(), "inner: middleware failed");
  assert.equal(await (await server.get("/a/c")).text(), "outer: page failed");
});

Deno.test("App.handler shows the stack of an error in development only", async () => {
  await withoutErrorLog(async () => {
    for (const mode of ["development", "production"] as const) {
      const app = new App({ mode }).get("/", () => {
        throw new Error("secret detail");
      });
      const response = await new FakeServer(app.handler()).get("/");
      const text = await response.text();
      assert.equal(response.status, 500);
      assert.match(text, /^Internal server error/);
      assert.equal(text.includes("secret detail"), mode === "development", mode);
    }
  });
});

Deno.test("App.handler gives the standard phrase of an HttpError without message", async () => {
  const app = new App()
    .get("/plain", () => {
      throw new HttpError(418);
    })
    .get("/message", () => {
      throw new HttpError(422, "too odd");
    })
    .get("/empty", () => {
      throw new HttpError(304);
    });
  const server = new FakeServer(app.handler());
  assert.equal(await (await server.get("/plain")).text(), "I'm a Teapot");
  assert.equal(await (await server.get("/message")).text(), "too odd");
  assert.equal((await server.get("/empty")).status, 304);
});

Deno.test("App.handler answers HEAD without body and stops the source of a stream", async () => {
  let isClosed = false;
  const app = new App().get("/", (ctx) =>
    ctx.stream(async function* () {
      try {
        while (true) yield await Promise.resolve("x");
      } finally {
        isClosed = true;
      }
    }, { headers: { "X-Kept": "yes" } }));
  const response = await new FakeServer(app.handler()).head("/");
  assert.equal(response.body, null);
  assert.equal(response.headers.get("X-Kept"), "yes");
  await new Promise((resolve) => setTimeout(resolve, 0));
  assert.equal(isClosed, true);
});

Deno.test("App.handler trusts forwarded headers only when told to", async () => {
  const headers = {
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "app.example, proxy.internal",
  };
  for (const trustProxy of [true, false]) {
    const app = new App({ trustProxy }).get("/", (ctx) => ctx.text(ctx.url.origin));
    const request = new Request("http://localhost:8000/", { headers });
    const origin = await (await app.handler()(request)).text();
    assert.equal(origin, trustProxy ? "https://app.example" : "http://localhost:8000");
  }
});

Deno.test("App.mountApp keeps wildcards of routes and scopes middlewares", async () => {
  const inner = new App()
    .use((ctx) => ctx.req.headers.has("x-block") ? new Response("blocked") : ctx.next())
    .all("*", (ctx) => ctx.text("inner"));
  const app = new App()
    .mountApp("/inner", inner)
    .get("/outer", (ctx) => ctx.text("outer"));
  const server = new FakeServer(app.handler());
  const blocked = { headers: { "x-block": "1" } };
  assert.equal(await (await server.get("/inner/deep/path")).text(), "inner");
  assert.equal(await (await server.get("/inner/deep/path", blocked)).text(), "blocked");
  assert.equal(await (await server.get("/outer", blocked)).text(), "outer");
});

Deno.test("setErrorInterceptor is told each error once, before error pages", async () => {
  const seen: unknown[] = [];
  const app = new App()
    .use((ctx) => ctx.next())
    .onError("*", (ctx) => ctx.text(`after ${seen.length}`))
    .use((ctx) => ctx.next())
    .get("/", () => {
      throw new Error("x");
    });
  setErrorInterceptor(app, (error) => seen.push(error));
  assert.equal(await (await new FakeServer(app.handler()).get("/")).text(), "after 1");
  assert.equal(seen.length, 1);
});
