import assert from "node:assert/strict";
import { computed, signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { App } from "../../app.ts";
import { Builder } from "../../dev/builder.ts";
import { csp } from "../../middlewares/csp.ts";
import { staticFiles } from "../../middlewares/static_files.ts";
import { Counter } from "../../testdata/islands/Counter.tsx";
import { Title } from "../../testdata/islands/Title.tsx";
import Toggle from "../../testdata/islands/Toggle.tsx";
import { browserTest, withServer } from "@/tests/browser/chromium.ts";
import type { Page } from "playwright-core";

const root = new URL("../../testdata/", import.meta.url).href;
const production = await new Builder({ root }).build({ snapshot: "memory" });

/** An app with one page, under a policy that allows only scripts with the nonce. */
function testApp(content: () => ComponentChildren): App {
  const app = new App()
    .use(csp({ useNonce: true, csp: ["upgrade-insecure-requests"] }))
    .use(staticFiles())
    .get("/", (ctx) => ctx.render(<>{content()}</>));
  production(app);
  return app;
}

/** Opens a page with the given content. */
async function open(
  page: Page,
  content: () => ComponentChildren,
  test: () => Promise<void>,
): Promise<void> {
  await withServer(testApp(content).handler(), async (address) => {
    await page.goto(address);
    await test();
  });
}

browserTest(
  "boot adopts the server's HTML and shares signals between islands",
  (page) =>
    open(page, () => {
      const count = signal(3);
      return (
        <>
          <Counter id="a" count={count} />
          <Counter id="b" count={count} />
        </>
      );
    }, async () => {
      await page.locator("#a.ready").waitFor();
      await page.locator("#b.ready").waitFor();
      await page.locator("#a button").click();
      await page.locator("#b output", { hasText: "4" }).waitFor();
      assert.equal(await page.locator("output").count(), 2);
      assert.equal(await page.locator("#a a").getAttribute("aria-current"), "page");
      const ids = await page.locator("button").evaluateAll((all) => all.map(({ id }) => id));
      assert.equal(new Set(ids).size, 2);
    }),
);

browserTest("boot adopts the elements that are there, with what the user entered", async (page) => {
  const runtime = Promise.withResolvers<void>();
  await page.route("**/fresh-runtime.js", async (route) => {
    await runtime.promise;
    await route.continue();
  });
  const app = testApp(() => (
    <Toggle id="t" isOpen>
      <form>
        <input name="text" value="default" />
        <input name="box" type="checkbox" checked />
        <select name="pick">
          <option value="1">1</option>
          <option value="2" selected>2</option>
        </select>
        <em>kept</em>
      </form>
    </Toggle>
  ));
  await withServer(app.handler(), async (address) => {
    await page.goto(address, { waitUntil: "commit" });
    await page.locator("[name=text]").fill("typed");
    await page.locator("[name=box]").uncheck();
    const element = await page.locator("em").elementHandle();
    assert.equal(await page.locator("#t.ready").count(), 0);

    runtime.resolve();
    await page.locator("#t.ready").waitFor();
    assert.equal(await page.locator("[name=text]").inputValue(), "typed");
    assert.equal(await page.locator("[name=box]").isChecked(), false);
    assert.equal(await page.locator("[name=pick]").inputValue(), "2");
    assert.equal(await element!.evaluate((em) => em.isConnected && em.textContent), "kept");
  });
});

browserTest(
  "boot revives slots from templates, islands in them and slots in slots",
  (page) =>
    open(page, () => {
      const count = signal(0);
      return (
        <Toggle id="outer" aside={<em>aside</em>}>
          <p>text</p>
          <Toggle id="inner">
            <Counter id="deep" count={count} />
          </Toggle>
        </Toggle>
      );
    }, async () => {
      await page.locator("#outer.ready").waitFor();
      assert.equal(await page.locator("#inner").count(), 0);
      await page.locator("#outer > button").click();
      await page.locator("#outer > aside em", { hasText: "aside" }).waitFor();
      await page.locator("#inner.ready").waitFor();
      await page.locator("#inner > button").click();
      await page.locator("#deep.ready button").click();
      await page.locator("#deep output", { hasText: "1" }).waitFor();
      assert.equal(await page.locator("#outer p").textContent(), "text");
    }),
);

browserTest(
  "boot puts what an island adds before its end, not at the end of the parent",
  (page) =>
    open(page, () => (
      <div id="parent">
        <Toggle id="t">content</Toggle>
        <p id="after">after</p>
      </div>
    ), async () => {
      await page.locator("#t.ready > button").click();
      await page.locator("#t .content").waitFor();
      const order = await page.locator("#parent > *").evaluateAll((all) => all.map(({ id }) => id));
      assert.deepEqual(order, ["t", "after"]);
    }),
);

browserTest(
  "boot revives a signal inside other props, and computed ones as constants",
  (page) =>
    open(page, () => {
      const count = signal(1);
      return (
        <>
          <Counter id="a" count={count} />
          <Counter id="b" count={computed(() => count.value * 10) as typeof count} />
        </>
      );
    }, async () => {
      await page.locator("#b.ready output", { hasText: "10" }).waitFor();
      await page.locator("#a.ready button").click();
      await page.locator("#a output", { hasText: "2" }).waitFor();
      assert.equal(await page.locator("#b output").textContent(), "10");
    }),
);

browserTest(
  "Head in an island follows signals and inserts tags that the page lacks",
  (page) =>
    open(page, () => <Title />, async () => {
      await page.waitForFunction(() => document.title === "0 clicks");
      await page.getByText("click", { exact: true }).click();
      await page.waitForFunction(() => document.title === "1 clicks");
      const descriptions = page.locator("head meta[name=description]");
      assert.equal(await descriptions.count(), 1);
      assert.equal(await descriptions.getAttribute("content"), "clicked 1 times");
      assert.equal(await page.locator("body title, body meta").count(), 0);
    }),
);

browserTest("boot reports invalid nesting and goes on with the other islands", async (page) => {
  const messages: string[] = [];
  page.on("console", (message) => messages.push(message.text()));
  await open(page, () => (
    <>
      <p>
        <Toggle id="moved" />
      </p>
      <Counter id="fine" count={signal(0)} />
    </>
  ), async () => {
    await page.locator("#fine.ready").waitFor();
    const text = messages.join("\n");
    assert.match(text, /invalid HTML nesting/);
    assert.match(text, /Toggle/);
  });
});
