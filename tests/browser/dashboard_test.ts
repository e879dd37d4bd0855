import assert from "node:assert/strict";
import { auditPage, watchPage } from "./audit.ts";
import { browserTest } from "./chromium.ts";
import { feedRow, live, signIn, withVigia } from "./dashboard_server.ts";
import { freePort, postEvents, startVigia } from "./vigia.ts";

browserTest(
  "dashboard: signing in leads to the page asked for, with every widget filled",
  async (page) => {
    await withVigia(async ({ vigia }) => {
      await signIn(page, vigia.url, "/?range=7d");
      assert.equal(new URL(page.url()).search, "?range=7d");
      await live(page);
      const kpi = (name: string) =>
        page.locator(`[data-kpi=${name}] .kpi-value`).getAttribute("title");
      assert.match(await kpi("revenue") ?? "", /125\.00$/);
      assert.equal(await kpi("orders"), "3");
      assert.equal(await kpi("errors"), "3");
      assert.equal(await kpi("events"), "6");
      await page.waitForFunction(() =>
        document.querySelectorAll("canvas[data-ready]").length === 5
      );
      assert.equal(await page.locator("[data-event]").count(), 6);
    });
  },
);

browserTest(
  "dashboard: a click on a bar filters the feed, shows a chip and the address, and can be undone",
  async (page) => {
    await withVigia(async ({ vigia, token }) => {
      await signIn(page, vigia.url);
      await live(page);
      const chart = page.locator("[data-chart=errors] canvas[data-ready]");
      const box = await chart.boundingBox();
      assert.ok(box !== null);
      // The longest bar is the topmost: SP with two errors.
      await chart.click({ position: { x: box.width * 0.3, y: box.height * 0.25 } });
      await page.waitForSelector("[data-chip=region]");
      assert.match(page.url(), /region=SP/);
      assert.match(page.url(), /type=error/);
      await page.waitForFunction(() => document.querySelectorAll("[data-event]").length === 2);
      await page.mouse.move(2, 2);
      const others = { id: "not-shown", userId: "eva", type: "error", metadata: { region: "BA" } };
      const same = { id: "shown", userId: "eva", type: "error", metadata: { region: "SP" } };
      await postEvents(vigia.url, token, [others, same]);
      await feedRow(page, "shown").waitFor();
      assert.equal(await feedRow(page, "not-shown").count(), 0);

      await page.reload();
      await page.waitForSelector("[data-chip=region]");
      await live(page);
      await page.click("[data-chip=region] button");
      await page.click("[data-chip=type] button");
      await page.mouse.move(2, 2);
      await feedRow(page, "not-shown").waitFor();
      assert.doesNotMatch(page.url(), /region=|type=/);
      await page.goBack();
      await page.waitForSelector("[data-chip]");
    });
  },
);

browserTest("dashboard: a product in the legend filters the feed to it", async (page) => {
  await withVigia(async ({ vigia }) => {
    await signIn(page, vigia.url);
    await live(page);
    await page.getByRole("button", { name: "Mug" }).click();
    await page.waitForSelector("[data-chip=product]");
    await page.waitForFunction(() => document.querySelectorAll("[data-event]").length === 2);
  });
});

browserTest(
  "dashboard: a user's id opens the whole history with totals, by keyboard too",
  async (page) => {
    await withVigia(async ({ vigia, token }) => {
      const many = Array.from(
        { length: 70 },
        (_, n) => ({ id: `m${n}`, userId: "dora", type: "login" }),
      );
      await postEvents(vigia.url, token, many);
      await signIn(page, vigia.url);
      await live(page);
      await page.getByRole("link", { name: "dora" }).first().click();
      await page.waitForSelector("dialog[open] [data-total=events]");
      assert.equal(await page.textContent("[data-total=events]"), "70");
      assert.match(page.url(), /user=dora/);
      assert.equal(await page.locator("dialog tbody tr").count(), 50);
      await page.getByRole("button", { name: "Load more" }).click();
      await page.waitForFunction(() => document.querySelectorAll("dialog tbody tr").length === 70);
      await page.keyboard.press("Escape");
      await page.waitForSelector("dialog[open]", { state: "detached" });
      // The address follows the dialog's `close` event, which comes a moment after it is gone.
      await page.waitForURL((url) => !url.searchParams.has("user"));
      await page.goto(`${vigia.url}/?user=dora`);
      await page.waitForSelector("dialog[open] [data-total=events]");
    });
  },
);

browserTest(
  "dashboard: after a restart of the server it reconnects and has every event once",
  async (page) => {
    await withVigia(async (fixture) => {
      await signIn(page, fixture.vigia.url);
      await live(page);
      const post = (id: string) =>
        postEvents(fixture.vigia.url, fixture.token, [{ id, userId: "rita", type: "login" }]);
      await post("before");
      await feedRow(page, "before").waitFor();
      await fixture.vigia.stop("SIGKILL");
      await page.waitForSelector("[data-connection=reconnecting]");
      fixture.vigia = await startVigia(fixture.dataDir, fixture.port);
      await post("while-away");
      await live(page);
      await feedRow(page, "while-away").waitFor();
      await post("after");
      await feedRow(page, "after").waitFor();
      for (const id of ["before", "while-away", "after"]) {
        assert.equal(await feedRow(page, id).count(), 1, id);
      }
    });
  },
);

browserTest(
  "dashboard: an empty store shows the call that posts the first event, and goes on when it came",
  async (page) => {
    const dataDir = await Deno.makeTempDir({ prefix: "vigia-browser-" });
    const vigia = await startVigia(dataDir, freePort());
    try {
      await watchPage(page);
      await signIn(page, vigia.url);
      assert.deepEqual(await auditPage(page), []);
      await page.getByRole("button", { name: "Make a key for this" }).click();
      await page.waitForFunction(() =>
        /vg_\w{20}/.test(document.querySelector("pre")?.textContent ?? "")
      );
      const curl = await page.textContent("pre") ?? "";
      const key = /Bearer (vg_\w+)/.exec(curl)?.[1] ?? "";
      const body = /-d '(.*)'/.exec(curl)?.[1] ?? "";
      const response = await fetch(`${vigia.url}/webhook/event`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body,
      });
      assert.equal(response.status, 202, await response.text());
      await page.waitForSelector("[data-event]");
    } finally {
      await vigia.stop();
      await Deno.remove(dataDir, { recursive: true });
    }
  },
);

browserTest(
  "dashboard: the theme switch and the language link work, and charts have a table twin",
  async (page) => {
    await withVigia(async ({ vigia }) => {
      await signIn(page, vigia.url);
      await live(page);
      await page.getByRole("button", { name: /Theme/ }).click();
      assert.equal(await page.getAttribute("html", "data-theme"), "light");
      await page.getByRole("button", { name: "Show as table" }).first().click();
      await page.waitForSelector(".chart-table table");
      await page.click("a[href^='/language']");
      await page.waitForSelector("html[lang=pt-BR]");
      assert.equal(await page.getAttribute("html", "data-theme"), "light");
      assert.equal(await page.textContent("h1"), "Painel");
    });
  },
);
