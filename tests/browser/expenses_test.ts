import assert from "node:assert/strict";
import { auditPage } from "./audit.ts";
import { openPagesServer } from "./pages_server.ts";
import { browserSuite } from "./suite.ts";
import { accessToken, postEvents } from "./vigia.ts";

browserSuite("expenses", openPagesServer, {
  async "enter an expense, see it scored and explained, say that it is normal"({ page, url }) {
    const history = Array.from({ length: 400 }, (_, n) => ({
      id: `cab-${n}`,
      type: "expense",
      userId: "ana",
      value: 30 + n % 7,
      timestamp: new Date(Date.now() - (400 - n) * 3_600_000).toISOString(),
      metadata: { category: "Travel", merchant: "Cab" },
    }));
    await postEvents(url, await accessToken(url), history);
    await page.goto(`${url}/expenses`);
    await page.fill("#expense-amount", "much");
    await page.fill("#expense-category", "Travel");
    await page.fill("#expense-merchant", "Cab");
    await page.fill("#expense-userId", "ana");
    await page.getByRole("button", { name: "Save expense" }).click();
    await page.locator("#expense-amount-error").waitFor();
    assert.deepEqual(await auditPage(page), []);
    await page.fill("#expense-amount", "2,400.50");
    await page.getByRole("button", { name: "Save expense" }).click();
    await page.getByText("The expense was saved.").waitFor();
    const first = page.locator("tbody tr", { hasText: "2,400.50" }).first();
    for (let tries = 0; tries < 40; tries++) {
      if ((await first.innerText()).includes("usual")) break;
      await page.waitForTimeout(100);
      await page.goto(`${url}/expenses`);
    }
    assert.match(await first.innerText(), /times ana's usual/);
    assert.deepEqual(await auditPage(page), []);
    await page.setViewportSize({ width: 390, height: 844 });
    assert.deepEqual(await auditPage(page), []);
    await first.getByRole("button", { name: "This is normal" }).click();
    await page.getByText("Thank you.").waitFor();
    assert.match(await first.innerText(), /Marked as normal/);
  },
});
