import { App } from "../../app.ts";
import { Builder } from "../../dev/builder.ts";
import { devHandler } from "../../dev/dev_handler.ts";
import { staticFiles } from "../../middlewares/static_files.ts";
import { browserTest } from "@/tests/browser/chromium.ts";

const root = new URL("../../testdata/", import.meta.url).href;
const development = await new Builder({ root }).build({ mode: "development", snapshot: "memory" });

/** Starts a server as a restart of the process would, with a later revision. */
function start(text: string, port: number, revision: number) {
  const app = new App().use(staticFiles()).get("/", (ctx) => {
    if (text === "broken") throw new Error("broken on purpose");
    return ctx.render(<h1>{text}</h1>);
  });
  development(app);
  const aborter = new AbortController();
  const server = Deno.serve(
    { hostname: "localhost", port, signal: aborter.signal, onListen() {} },
    devHandler(app.handler(), revision),
  );
  return {
    port: server.addr.port,
    stop: async () => {
      aborter.abort();
      await server.finished;
    },
  };
}

browserTest("connectLiveReload reloads a page without islands after a restart", async (page) => {
  const first = start("before", 0, 1);
  const opened = page.waitForEvent("websocket").then((socket) =>
    socket.waitForEvent("framereceived")
  );
  await page.goto(`http://localhost:${first.port}/`);
  await page.locator("h1", { hasText: "before" }).waitFor();
  await opened;
  await first.stop();

  const second = start("after", first.port, 2);
  await page.locator("h1", { hasText: "after" }).waitFor();
  await second.stop();
});

browserTest("devHandler shows an error as a page that recovers after a restart", async (page) => {
  const first = start("broken", 0, 1);
  const opened = page.waitForEvent("websocket").then((socket) =>
    socket.waitForEvent("framereceived")
  );
  await page.goto(`http://localhost:${first.port}/`);
  await page.locator("pre", { hasText: "broken on purpose" }).waitFor();
  await opened;
  await first.stop();

  const second = start("mended", first.port, 2);
  await page.locator("h1", { hasText: "mended" }).waitFor();
  await second.stop();
});
