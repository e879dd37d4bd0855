import assert from "node:assert/strict";
import { browserTest } from "./chromium.ts";
import { feedRow, live, signIn, withVigia } from "./dashboard_server.ts";
import { postEvents } from "./vigia.ts";

browserTest(
  "dashboard: a posted event appears in the feed and figures without reload, within a second",
  async (page) => {
    await withVigia(async ({ vigia, token }) => {
      await signIn(page, vigia.url);
      await live(page);
      await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
      const event = { id: "fresh-1", userId: "carla", type: "purchase", value: 75 };
      await postEvents(vigia.url, token, [event]);
      await feedRow(page, "fresh-1").waitFor({ timeout: 1000 });
      await page.waitForSelector('[data-kpi=orders] .kpi-value[title="4"]', { timeout: 3000 });
      assert.ok(
        await page.evaluate(() => "sameDocument" in globalThis),
        "the page was not reloaded",
      );
    });
  },
);
