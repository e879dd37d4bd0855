import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { openPagesServer, REFUSED, UNKNOWN_JOB } from "./pages_server.ts";
import { browserSuite } from "./suite.ts";

browserSuite("pages", openPagesServer, {
  async "explorer: filter, chip, export, detail, delete"({ page, url }) {
    await page.goto(`${url}/events`);
    await page.fill("#filter-type", "purchase");
    await page.fill("#filter-region", "SP");
    await page.press("#filter-region", "Enter");
    await page.waitForURL(`${url}/events?type=purchase&region=SP`);
    assert.equal(await page.locator("tbody tr").count(), 2);
    assert.equal(await page.inputValue("#filter-region"), "SP");
    assert.deepEqual(await page.locator("[data-chip]").allInnerTexts(), [
      "Type: purchase",
      "Region: SP",
    ]);

    const href = await page.getAttribute("[data-export=csv]", "href") ?? "";
    const csv = await (await page.request.get(`${url}${href}`)).text();
    const lines = csv.trim().split("\r\n");
    assert.equal(lines.length, 3, csv);
    assert.ok(lines.slice(1).every((line) => line.includes("SP")), csv);
    const ndjson = await page.getAttribute("[data-export=ndjson]", "href") ?? "";
    const rows = (await (await page.request.get(`${url}${ndjson}`)).text()).trim().split("\n");
    assert.deepEqual(rows.map((row) => JSON.parse(row).id).sort(), ["sale-1", "sale-3"]);

    await page.click("[data-chip=region] a");
    await page.waitForURL(`${url}/events?type=purchase`);
    assert.equal(await page.locator("tbody tr").count(), 3);

    await page.locator("tr", { hasText: "Lamp" }).locator(".row-link").click();
    await page.waitForURL(`${url}/events/sale-3`);
    assert.match(await page.innerText(".json"), /"product": "Lamp"/);
    await page.click(".danger summary");
    await page.getByRole("button", { name: "Delete 1 event" }).click();
    await page.waitForURL((address) => address.pathname === "/events");
    assert.equal(await page.innerText("[role=status]"), "1 event was deleted.");
    assert.equal(await page.locator("tr", { hasText: "Lamp" }).count(), 0);
    assert.equal((await page.goto(`${url}/events/sale-3`))?.status(), 404);
    assert.equal(await page.innerText("h1"), "There is nothing here");
  },

  async "explorer: wrong filters are named beside what was typed"({ page, url }) {
    await page.goto(`${url}/events`);
    const answer = await page.goto(`${url}/events?minValue=9&maxValue=3&userId=ana`);
    assert.equal(answer?.status(), 422);
    assert.match(await page.innerText("[role=alert]"), /must not be above the highest/);
    assert.equal(await page.getAttribute("#filter-maxValue", "aria-invalid"), "true");
    assert.equal(await page.inputValue("#filter-minValue"), "9");
    await page.goto(`${url}/events?from=yesterday`);
    assert.match(await page.innerText("[role=alert]"), /“From” is not understood/);
    await page.goto(`${url}/events?cursor=gone&type=error`);
    assert.equal(new URL(page.url()).search, "?type=error");
  },

  async "explorer: times are asked for in the reader's zone, and the address holds instants"(
    { page, url },
  ) {
    await page.context().addCookies([{ name: "vigia_tz", value: "America/Sao_Paulo", url }]);
    await page.goto(`${url}/events`);
    await page.fill("#filter-from", "2026-01-02T09:30");
    await page.click(".filter-form button");
    await page.waitForURL(/from=2026-01-02T12%3A30%3A00.000Z/);
    assert.equal(await page.inputValue("#filter-from"), "2026-01-02T09:30");
    assert.match(await page.innerText("[data-chip=from]"), /1\/2\/26, 09:30:00/);
  },

  async "explorer: on a phone the filters are closed until one is active"({ another, url }) {
    const page = await another({ signedIn: true, viewport: { width: 390, height: 844 } });
    await page.goto(`${url}/events`);
    assert.equal(await page.isVisible("#filter-type"), false);
    await page.click(".filters summary");
    await page.fill("#filter-type", "error");
    await page.click(".filter-form button");
    await page.waitForURL(`${url}/events?type=error`);
    assert.equal(await page.isVisible("#filter-type"), true);
    // The whole card leads to its event.
    await page.locator("tbody tr").first().click({ position: { x: 200, y: 60 } });
    await page.waitForURL(/\/events\/[\w-]+$/);
  },

  async "queue: replayed events are stored, discarded jobs are gone, and each says so"(
    { page, url },
  ) {
    await page.goto(`${url}/queue`);
    assert.equal(await page.innerText("[data-figure=dead] dd"), "4");
    const letter = page.locator("[data-letter]", { hasText: UNKNOWN_JOB });
    await letter.locator("summary").click();
    assert.match(await letter.innerText(), /out of paper[^]*"page": 7[^]*failed/);

    const discard = page.getByRole("button", { name: `Discard ${UNKNOWN_JOB}` });
    await discard.click();
    assert.match(await page.innerText("dialog[open]"), /Discard 1 job\?[^]*report\.print/);
    await page.waitForFunction(() => document.activeElement?.textContent === "Cancel");
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog[open]", { state: "detached" });
    assert.equal(await letter.count(), 1);
    assert.ok(await discard.evaluate((button) => button === document.activeElement));
    await discard.click();
    await page.locator("dialog[open]").getByRole("button", { name: "Discard" }).click();
    await letter.waitFor({ state: "detached" });
    await page.getByRole("status").getByText("1 job was discarded.", { exact: true }).waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === "H2");

    await page.locator(`[data-letter$="${REFUSED[0]}"]`).getByRole("button", { name: /Replay/ })
      .click();
    await page.getByText("1 job went back to the queue").waitFor();
    await page.getByRole("button", { name: "Replay all 2" }).click();
    await page.getByText("2 jobs went back to the queue").waitFor();
    await page.waitForSelector("[data-letter]", { state: "detached" });
    for (const id of REFUSED) await waitForEvent(page, `${url}/api/v1/events/${id}`);
    await page.getByText("No dead letters").waitFor();
  },

  async "keys: shown once, works until it is revoked"({ page, url }) {
    await page.goto(`${url}/keys`);
    await page.fill("#key-name", "till-1");
    await page.uncheck("[value='events:write']");
    await page.getByRole("button", { name: "Create key" }).click();
    assert.match(await page.innerText("[role=alert]"), /at least one scope/);
    await page.check("[value='events:write']");
    await page.selectOption("#key-days", "30");
    await page.getByRole("button", { name: "Create key" }).click();
    const key = await page.innerText("[data-new-key] pre");
    assert.match(key, /^vg_\w{40}$/);
    await page.reload();
    assert.equal((await page.content()).includes(key), false, "the key is not shown again");
    const row = page.locator("[data-key='till-1']");
    assert.match(await row.innerText(), new RegExp(`${key.slice(0, 11)}…[^]*in 30 days`));

    const send = () =>
      fetch(`${url}/webhook/event`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: JSON.stringify({ userId: "till", type: "login" }),
      }).then(async (answer) => {
        await answer.body?.cancel();
        return answer.status;
      });
    assert.equal(await send(), 202);
    await row.getByRole("button", { name: "Revoke till-1" }).click();
    await page.locator("dialog[open]").getByRole("button", { name: "Revoke" }).click();
    await row.waitFor({ state: "detached" });
    assert.equal(await send(), 401);
  },

  async "error pages carry the number that the log has"({ page, url }) {
    await page.goto(`${url}/queue`);
    const answer = await page.request.post(`${url}/logout`, {
      headers: { origin: "https://elsewhere.example", accept: "text/html" },
    });
    assert.equal(answer.status(), 403);
    const id = answer.headers()["x-request-id"] ?? "";
    assert.ok(id.length > 8);
    const html = await answer.text();
    assert.ok(html.includes(id), html);
    assert.match(html, /This was refused/);
  },
});

/** An event that a job is about to store. */
async function waitForEvent(page: Page, address: string): Promise<void> {
  const deadline = Date.now() + 5000;
  while ((await page.request.get(address)).status() !== 200) {
    assert.ok(Date.now() < deadline, `${address} is not there`);
    await page.waitForTimeout(50);
  }
}
