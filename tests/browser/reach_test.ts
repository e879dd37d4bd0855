import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { auditPage } from "./audit.ts";
import { openPagesServer, UNKNOWN_JOB } from "./pages_server.ts";
import { browserSuite } from "./suite.ts";

/** What has the focus, and whether that can be seen. */
function focused(page: Page): Promise<{ name: string; isVisible: boolean; isMarked: boolean }> {
  return page.evaluate(() => {
    const element = document.activeElement ?? document.body;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return {
      name: element.outerHTML.replace(/\s+/g, " ").slice(0, 100),
      isVisible: box.bottom > 0 && box.top < innerHeight && box.width > 1 && box.height > 1,
      isMarked: outlineStyle !== "none" && parseFloat(outlineWidth) >= 1,
    };
  });
}

browserSuite("reach", openPagesServer, {
  async "every stop of the Tab key can be seen, and the first one skips to the content"(
    { page, url },
  ) {
    for (const path of ["/", "/events?type=purchase", "/queue", "/keys", "/users"]) {
      await page.goto(`${url}${path}`);
      await page.keyboard.press("Tab");
      assert.match((await focused(page)).name, /skip-link/);
      const seen = new Set<string>();
      for (let stop = 0; stop < 45; stop++) {
        const { name, isVisible, isMarked } = await focused(page);
        if (name.startsWith("<body")) break;
        assert.ok(isVisible && isMarked, `${path}: the focus on ${name} cannot be seen`);
        seen.add(name);
        await page.keyboard.press("Tab");
      }
      assert.ok(seen.size >= 12, `${path}: only ${seen.size} stops`);
    }
    await page.goto(`${url}/events`);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "content");
  },

  async "dialogs pass the audit, take the focus and give it back"({ page, url }) {
    await page.goto(`${url}/`);
    await page.waitForSelector("[data-connection=live]");
    const user = page.getByRole("link", { name: "buyer-sale-1" });
    await user.focus();
    await page.keyboard.press("Enter");
    await page.waitForSelector("dialog[open] [data-total=events]");
    assert.ok(await page.evaluate(() => document.activeElement?.closest("dialog") !== null));
    assert.deepEqual(await auditPage(page).then(withoutShift), []);
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog[open]", { state: "detached" });
    assert.ok(await user.evaluate((link) => link === document.activeElement));

    await page.goto(`${url}/queue`);
    await page.getByRole("button", { name: `Discard ${UNKNOWN_JOB}` }).click();
    assert.deepEqual(await auditPage(page).then(withoutShift), []);
  },

  async "the feed stands still while it is read"({ page, url }) {
    await page.goto(`${url}/`);
    await page.waitForSelector("[data-connection=live]");
    const ids = () =>
      page.locator("[data-event]").evaluateAll((rows) => rows.map((row) => row.dataset.event));
    const before = await ids();
    await page.hover("[data-event] .feed-text");
    const post = (id: string) =>
      page.evaluate(async (id) => {
        await fetch("/api/v1/events", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ id, userId: "live", type: "login" }),
        });
      }, id);
    await post("while-reading");
    await page.getByRole("button", { name: "1 new event" }).waitFor();
    assert.deepEqual(await ids(), before);
    await page.getByRole("button", { name: "1 new event" }).click();
    assert.equal((await ids())[0], "while-reading");
    await page.mouse.move(2, 2);
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await post("after-reading");
    await page.waitForSelector("[data-event=after-reading]");
    assert.equal((await ids())[0], "after-reading");
  },

  async "numbers that cannot be read anew stay, dimmed, with their age"({ another, url }) {
    // The page comes in UTC, so that it asks at once for the numbers in its own zone.
    const page = await another({ signedIn: true, timezoneId: "America/Sao_Paulo" });
    await page.route("**/api/v1/dashboard?*", (route) => route.abort());
    await page.goto(`${url}/`);
    await page.waitForSelector(".kpis.stale");
    assert.equal(await page.getAttribute("[data-kpi=errors] .kpi-value", "title"), "2");
    assert.match(await page.locator(".card-note").first().innerText(), /^Data from .*trying again/);
    assert.deepEqual(await auditPage(page).then(withoutShift), []);
  },

  async "a chart whose code cannot be fetched shows its numbers as a table"({ page, url }) {
    await page.route("**/*.js", async (route) => {
      const response = await route.fetch();
      const isChartCode = (await response.text()).includes("beginAtZero");
      await (isChartCode ? route.abort() : route.fulfill({ response }));
    });
    await page.goto(`${url}/`);
    const card = page.locator("section", { hasText: "Errors by region" });
    await card.locator("table").waitFor();
    assert.match(await card.innerText(), /could not be drawn[^]*SP\s+1/);
  },

  async "nothing moves where people ask for that"({ another, url }) {
    const page = await another({ signedIn: true, reducedMotion: "reduce" });
    await page.goto(`${url}/`);
    const seconds = await page.evaluate(() =>
      [...document.querySelectorAll("*")].flatMap((element) => {
        const { animationDuration, transitionDuration } = getComputedStyle(element);
        return [parseFloat(animationDuration), parseFloat(transitionDuration)];
      })
    );
    assert.ok(Math.max(...seconds) < 0.001);
  },

  async "without scripts the numbers are there as tables, and account pages ship none"(
    { another, url },
  ) {
    const page = await another({ signedIn: true, javaScriptEnabled: false });
    await page.goto(`${url}/`);
    assert.equal(await page.locator("[data-kpi=orders] .kpi-value").innerText(), "3\n3");
    const table = page.locator("section", { hasText: "Errors by region" }).locator("table");
    assert.match(await table.innerText(), /SP\s+1/);
    assert.equal(await page.locator("canvas").first().isVisible(), false);
    assert.equal(await page.locator(".needs-script").first().isVisible(), false);
    await page.goto(`${url}/events`);
    await page.fill("#filter-type", "error");
    await page.click(".filter-form button");
    assert.equal(await page.locator("tbody tr").count(), 2);

    const guest = await another();
    for (const path of ["/login", "/register"]) {
      await guest.goto(`${url}${path}`);
      assert.equal(await guest.evaluate(() => document.scripts.length), 0, path);
    }
  },
});

/** Opening a dialog by hand is no shift of a page that loads. */
function withoutShift(faults: string[]): string[] {
  return faults.filter((fault) => !fault.startsWith("layout shifts"));
}
