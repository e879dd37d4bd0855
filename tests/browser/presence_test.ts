import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { browserSuite, type SuiteServer } from "./suite.ts";
import { accessToken, freePort, postEvents, startVigia } from "./vigia.ts";

let token = "";

/** A server on which nothing fires, with an event so that the dashboard is drawn. */
async function openQuietServer(): Promise<SuiteServer> {
  const dataDir = await Deno.makeTempDir({ prefix: "vigia-presence-" });
  const vigia = await startVigia(dataDir, freePort());
  const sale = { userId: "ana", type: "purchase", value: 40, metadata: { region: "SP" } };
  token = await accessToken(vigia.url);
  await postEvents(vigia.url, token, [sale]);
  return {
    vigia,
    async close() {
      await vigia.stop();
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}

/** Tells Vigia by Alertmanager's call that an alert fires or is over. */
async function report(url: string, status: "firing" | "resolved", names: string[]): Promise<void> {
  const startsAt = new Date(Date.now() - 60_000).toISOString();
  const alerts = names.map((alertname) => ({
    status,
    labels: { alertname, severity: "critical" },
    annotations: { summary: `${alertname} is full` },
    startsAt,
    ...(status === "resolved" && { endsAt: new Date().toISOString() }),
  }));
  const response = await fetch(`${url}/api/v1/alerts/alertmanager`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ version: "4", status, alerts }),
  });
  const text = await response.text();
  assert.ok(response.ok, text);
}

const badge = (page: Page, count: number) =>
  page.locator(`.nav [data-alert-count="${count}"]`).waitFor();
const noBadge = (page: Page) =>
  page.locator(".nav [data-alert-count]").waitFor({ state: "detached" });

/** Opens a page and waits until it is live. */
async function openLive(page: Page, address: string): Promise<void> {
  const [request] = await Promise.all([
    page.waitForRequest((request) => request.url().endsWith("/api/v1/alerts/firing")),
    page.goto(address),
  ]);
  await (await request.response())?.finished();
}

browserSuite("presence", openQuietServer, {
  // The first, as the alerts of the others become notices as well.
  "a notice counts at the bell until it is read, on every open page": async (
    { url, page, another },
  ) => {
    await openLive(page, `${url}/users`);
    const headers = {
      "content-type": "application/json",
      authorization: `Bearer ${token}`,
    };
    const post = async (path: string, body: unknown) => {
      const response = await fetch(`${url}/api/v1/channels${path}`, {
        method: "POST",
        headers,
        body: JSON.stringify(body),
      });
      return await response.json();
    };
    const { id } = await post("", { name: "Here", kind: "in-app", settings: {} });
    await post(`/${id}/test`, {});
    await page.locator("[data-unread='1']").waitFor();
    const reader = await another({ signedIn: true });
    await reader.goto(url);
    await reader.getByRole("link", { name: "Notices, 1 unread" }).click();
    await reader.locator(".notice-item").waitFor();
    await reader.getByRole("button", { name: "Mark all as read" }).click();
    await reader.locator(".notice-item[data-read]").waitFor();
    await page.locator("[data-unread='0']").waitFor();
    await post(`/${id}/test`, {});
    await reader.locator(".notice-item:not([data-read])").waitFor();
  },

  "an alert shows as toast and badge on another page, until it is over": async ({ url, page }) => {
    await openLive(page, `${url}/keys`);
    await noBadge(page);
    await page.focus("#key-name");
    await report(url, "firing", ["DiskFull"]);
    const toast = page.locator("[role=alert] [data-toast=fired]", { hasText: "DiskFull" });
    await toast.waitFor();
    await badge(page, 1);
    assert.equal(await page.evaluate(() => document.activeElement?.id), "key-name");
    assert.match(await page.getByRole("link", { name: /Alerts/ }).innerText(), /1 alert fires/);

    // It was told once: not again after a reload, nor on the next page.
    await openLive(page, `${url}/users`);
    await badge(page, 1);
    assert.equal(await page.locator("[data-toast]").count(), 0);

    await report(url, "resolved", ["DiskFull"]);
    await page.locator("[role=status] [data-toast=ended]", { hasText: "DiskFull" }).waitFor();
    await noBadge(page);
  },

  "toasts are few, go by keyboard and lead to the alert": async ({ url, page }) => {
    const names = ["DiskA", "DiskB", "DiskC", "DiskD", "DiskE"];
    await openLive(page, `${url}/docs`);
    await report(url, "firing", names);
    await page.locator(".toasts-more", { hasText: "2" }).waitFor();
    await badge(page, 5);
    assert.equal(await page.locator("[data-toast]").count(), 3);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("[data-toast]").count(), 2);
    const first = page.locator("[data-toast]").first();
    await first.getByRole("button").focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.closest("[data-toast]") != null);
    const name = await page.locator("[data-toast] a").innerText();
    await page.locator("[data-toast] a").click();
    const row = page.locator("tr:target");
    await row.waitFor();
    assert.match(await row.innerText(), new RegExp(name));
    await report(url, "resolved", names);
    await noBadge(page);
  },

  "what fires while the connection is away shows when it is back": async ({ url, page }) => {
    await openLive(page, `${url}/queue`);
    await page.context().setOffline(true);
    await report(url, "firing", ["DiskGone"]);
    await page.context().setOffline(false);
    await badge(page, 1);
    await page.locator("[data-toast=fired]", { hasText: "DiskGone" }).waitFor();
    await report(url, "resolved", ["DiskGone"]);
    await noBadge(page);
  },

  "the list of alerts follows, and stands still for who is in it": async ({ url, page }) => {
    await openLive(page, `${url}/alerts`);
    await report(url, "firing", ["DiskSlow"]);
    const row = (name: string) => page.locator("#alert-lists tr", { hasText: name });
    await row("DiskSlow").waitFor();
    await row("DiskSlow").getByRole("link", { name: "Silence" }).focus();
    await report(url, "firing", ["DiskHot"]);
    const offer = page.getByRole("button", { name: "Show 1 change" });
    await offer.waitFor();
    assert.equal(await row("DiskHot").count(), 0);
    await offer.click();
    await row("DiskHot").waitFor();
    await offer.waitFor({ state: "detached" });
    await page.mouse.move(0, 0);
    await report(url, "resolved", ["DiskSlow", "DiskHot"]);
    await page.locator("#alert-lists tr[data-alert=resolved]", { hasText: "DiskHot" }).waitFor();
    await noBadge(page);
  },

  "every page of the dashboard has one connection": async ({ url, page }) => {
    let sockets = 0;
    page.on("websocket", () => sockets++);
    await openLive(page, url);
    await page.locator("[data-connection=live]").waitFor();
    assert.equal(sockets, 1);
  },

  "charts over time mark what fires, and their tables name it": async ({ url, page }) => {
    await openLive(page, url);
    await page.locator("[data-connection=live]").waitFor();
    await report(url, "firing", ["DiskFull"]);
    const sales = page.getByRole("region", { name: /^Sales per hour/ }).first();
    const mark = sales.getByRole("link", { name: "Alert: DiskFull" });
    await mark.waitFor();
    await sales.getByRole("button", { name: "Show as table" }).click();
    await sales.locator("tr", { hasText: "Alert: DiskFull" }).first().waitFor();
    await report(url, "resolved", ["DiskFull"]);
    await noBadge(page);
  },

  "the count is there without scripts, and not for those who may not know": async (
    { url, another },
  ) => {
    await report(url, "firing", ["DiskFull"]);
    const plain = await another({ signedIn: true, javaScriptEnabled: false });
    await plain.goto(`${url}/users`);
    await badge(plain, 1);
    const stranger = await another();
    await stranger.goto(`${url}/login`);
    assert.equal(await stranger.locator("[data-alert-count], .toasts").count(), 0);
  },
});
