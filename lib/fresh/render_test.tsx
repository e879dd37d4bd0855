import assert from "node:assert/strict";
import { App } from "./app.ts";
import { NONCE_SYMBOL } from "./constants.ts";
import { Head } from "./runtime/shared.ts";
import { FakeServer } from "./test_utils.ts";

async function html(app: App, path = "/"): Promise<string> {
  return await (await new FakeServer(app.handler()).get(path)).text();
}

Deno.test("ctx.render completes a page without document", async () => {
  const app = new App().get("/", (ctx) => ctx.render(<p>x</p>));
  assert.equal(
    await html(app),
    '<!DOCTYPE html><html><head><meta charset="utf-8"/></head><body><p>x</p></body></html>',
  );
});

Deno.test("ctx.render puts a missing head inside the html element", async () => {
  const app = new App()
    .appWrapper(({ Component }) => (
      <html lang="pt">
        <body>
          <Component />
        </body>
      </html>
    ))
    .get("/", (ctx) => ctx.render(<p>x</p>));
  assert.equal(
    await html(app),
    '<!DOCTYPE html><html lang="pt"><head><meta charset="utf-8"/></head>' +
      "<body><p>x</p></body></html>",
  );
});

Deno.test("ctx.render brings Head of a page into the wrapper's head and a completed one", async () => {
  const page = (
    <>
      <Head>
        <title>mine</title>
      </Head>
      <p>x</p>
    </>
  );
  const bare = new App().get("/", (ctx) => ctx.render(page));
  assert.match(await html(bare), /<head>.*<title[^>]*>mine<\/title>.*<\/head><body>/);
  const wrapped = new App()
    .appWrapper(({ Component }) => (
      <html>
        <head>
          <meta charset="utf-8" />
        </head>
        <body>
          <Component />
        </body>
      </html>
    ))
    .get("/", (ctx) => ctx.render(page));
  assert.match(await html(wrapped), /<head>.*<title[^>]*>mine<\/title>.*<\/head><body>/);
});

Deno.test("ctx.render nests layouts and hands them null data", async () => {
  const app = new App()
    .layout("*", ({ Component, data }) => (
      <main>
        {String(data)}
        <Component />
      </main>
    ))
    .layout("/a", async ({ Component }) => {
      await Promise.resolve();
      return (
        <section>
          <Component />
        </section>
      );
    })
    .get("/a", (ctx) => ctx.render(<p>x</p>));
  assert.match(await html(app, "/a"), /<body><main>null<section><p>x<\/p><\/section><\/main>/);
});

Deno.test("ctx.render ends when an async wrapper returns a response, which may use ctx", async () => {
  const app = new App<{ user?: string }>()
    // deno-lint-ignore require-await
    .appWrapper(async (ctx) =>
      (ctx as unknown as { redirect(path: string): Response }).redirect("/login")
    )
    .get("/", (ctx) => ctx.render(<p>x</p>));
  const response = await new FakeServer(app.handler()).get("/");
  assert.equal(response.status, 302);
  assert.equal(response.headers.get("Location"), "/login");
});

Deno.test("ctx.render keeps wrappers of concurrent requests apart", async () => {
  const app = new App()
    .layout("/slow", async ({ Component }) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return (
        <main>
          <Component />
        </main>
      );
    })
    .get("/slow", (ctx) => ctx.render(<p>slow</p>))
    .get("/fast", (ctx) => ctx.render(<p>fast</p>));
  const [slow, fast] = await Promise.all([html(app, "/slow"), html(app, "/fast")]);
  assert.match(slow, /<body><main><p>slow<\/p><\/main><\/body>/);
  assert.match(fast, /<body><p>fast<\/p><\/body>/);
});

Deno.test("ctx.render keeps the nonce on the response, not in its headers", async () => {
  const app = new App().get("/", (ctx) => ctx.render(<script>1</script>));
  const response = await new FakeServer(app.handler()).get("/") as Response & {
    [NONCE_SYMBOL]: string;
  };
  const nonce = response[NONCE_SYMBOL];
  assert.match(nonce, /^[0-9a-f]{32}$/);
  assert.ok((await response.text()).includes(`nonce="${nonce}"`));
  assert.ok(![...response.headers.values()].some((value) => value.includes(nonce)));
});

Deno.test("ctx.render marks partial responses with a random id", async () => {
  const app = new App().get("/", (ctx) => ctx.render(<p>x</p>));
  const server = new FakeServer(app.handler());
  const first = (await server.get("/?fresh-partial=true")).headers.get("X-Fresh-Id");
  const second = (await server.get("/?fresh-partial=true")).headers.get("X-Fresh-Id");
  assert.ok(first);
  assert.notEqual(first, second);
  assert.equal((await server.get("/")).headers.get("X-Fresh-Id"), null);
});

Deno.test("ctx.render leaves the caller's headers as they were", async () => {
  const headers = new Headers({ "Content-Type": "text/plain" });
  const app = new App().get("/", (ctx) => ctx.render(<p>x</p>, { headers }));
  const response = await new FakeServer(app.handler()).get("/");
  assert.equal(response.headers.get("Content-Type"), "text/html; charset=utf-8");
  assert.equal(headers.get("Content-Type"), "text/plain");
});
