import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { Principal } from "@/lib/auth/permissions.ts";
import type { Services } from "@/lib/services.ts";
import { auditPage } from "./audit.ts";
import { openLocalServer } from "./local_server.ts";
import { browserSuite, signIn, type SuiteServer } from "./suite.ts";
import { accessToken, postEvents } from "./vigia.ts";

const VIEWER = { name: "Rui", email: "rui@example.com", password: "correct horse battery" };
const MINUTE_MS = 60_000;
const ERRORS = 6;

let services: Services;

/** Rounds of the evaluation begin when the test says so, instead of at the next full minute. */
async function open(): Promise<SuiteServer> {
  const server = await openLocalServer();
  services = server.services;
  return server;
}

/** Errors of a region in a minute, so many minutes ago. */
function errorsAt(minutesAgo: number, region: string): unknown[] {
  const timestamp = new Date(Date.now() - minutesAgo * MINUTE_MS).toISOString();
  return Array.from({ length: ERRORS }, () => ({
    userId: "shop",
    type: "error",
    timestamp,
    metadata: { region },
  }));
}

/** Opens the form of a new rule and fills in what every rule needs. */
async function beginRule(page: Page, url: string, name: string): Promise<void> {
  await page.goto(`${url}/alerts/rules`);
  await page.getByRole("button", { name: "New rule" }).click();
  await page.fill("#rule-name", name);
}

const row = (page: Page, name: string) => page.locator(`[data-rule="${name}"]`);

browserSuite("alert rules", open, {
  async "create a rule with a back-test; it fires; silence it; acknowledge it"({ page, url }) {
    const token = await accessToken(url);
    const day = 24 * 60;
    await postEvents(url, token, [
      ...errorsAt(9 * day, "SP"),
      ...errorsAt(2 * day, "SP"),
      ...errorsAt(2, "SP"),
    ]);
    await beginRule(page, url, "ErrorsOfRegion");
    await page.selectOption("#rule-groupBy", "region");
    await page.selectOption("#rule-operator", "below");
    await page.fill("#rule-value", "0");
    await page.fill("#rule-summary", "{{value}} errors in {{labels.city}}");
    const test = page.getByRole("button", { name: "Test on the last 30 days" });
    await test.click();
    await page.locator("#rule-value-error", { hasText: "never be reached" }).waitFor();
    await page.locator("#rule-summary-error", { hasText: "labels.city" }).waitFor();
    await page.selectOption("#rule-operator", "atLeast");
    await page.fill("#rule-value", String(ERRORS));
    await page.fill("#rule-summary", "{{value}} errors in {{labels.region}}");
    await test.click();
    await page.getByText("Would have fired 3 times in the last 30 days").waitFor();
    await page.locator("[data-chart=back-test] canvas[data-ready]").waitFor();
    assert.equal(await page.locator("#rule-value-error").innerText(), "");
    await page.getByText("When it would have fired").click();
    assert.equal(await page.locator(".back-test details tbody tr", { hasText: "SP" }).count(), 3);
    for (const width of [1_440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      assert.deepEqual(await auditPage(page), [], `${width} px`);
    }
    await page.fill("#rule-forMinutes", "0");
    await page.getByText("The rule has been changed since.").waitFor();
    await page.getByRole("button", { name: "Add rule" }).click();
    await page.getByText("ErrorsOfRegion was saved.").waitFor();
    const rule = row(page, "ErrorsOfRegion");
    assert.match(await rule.innerText(), /number of error events at least 6 in 5 min/);
    assert.match(await rule.innerText(), /for each region[^]*inactive/);

    // The page follows by itself.
    await services.alertEngine.round();
    await rule.getByRole("link", { name: "1 firing: Alerts of ErrorsOfRegion" }).click();
    await page.waitForURL(/\/alerts\?ruleId=/);
    const alert = page.locator("[data-alert=firing]");
    assert.match(await alert.innerText(), /6 errors in SP/);
    assert.equal(
      await alert.getByRole("link", { name: "ErrorsOfRegion", exact: true }).getAttribute("href"),
      `/alerts/rules#rule-${new URL(page.url()).searchParams.get("ruleId")}`,
    );

    await alert.getByRole("link", { name: "Silence ErrorsOfRegion" }).click();
    await page.fill("#silence-comment", "the shop moves");
    await page.getByRole("button", { name: "Silence", exact: true }).click();
    await page.locator("[data-silence]", { hasText: "the shop moves" }).waitFor();
    assert.match(await page.innerText("[data-silence]"), /alertname="ErrorsOfRegion"/);
    const labels = { alertname: "ErrorsOfRegion", severity: "warning", region: "SP" };
    const [preview] = await services.alertRouting.preview(labels, null);
    assert.match(JSON.stringify(preview), /"silence"/);

    await page.goto(`${url}/alerts?state=firing&severity=warning`);
    await alert.getByRole("button", { name: "Acknowledge ErrorsOfRegion" }).click();
    await page.getByText("Acknowledged by").waitFor();
    assert.match(page.url(), /\?state=firing&severity=warning$/);
    const resolved = page.getByRole("link", { name: "Resolved", exact: true });
    assert.match(await resolved.getAttribute("href") ?? "", /severity=warning/);
  },

  async "add a rule with labels, change it, turn it off and on, delete it"({ page, url }) {
    const token = await accessToken(url);
    await postEvents(url, token, errorsAt(1, "RJ"));
    await beginRule(page, url, "Failures");
    await page.fill("#rule-value", "1");
    await page.fill("#rule-labels", "no label");
    await page.getByRole("button", { name: "Add rule" }).click();
    await page.locator("#rule-labels-error", { hasText: "“no label” is no such line" }).waitFor();
    await page.fill("#rule-labels", "team=shop");
    await page.getByRole("button", { name: "Add rule" }).click();
    await page.getByText("Failures was saved.").waitFor();
    await page.getByRole("button", { name: "Change Failures" }).click();
    assert.equal(await page.inputValue("#rule-labels"), "team=shop");
    await page.fill("#rule-windowMinutes", "15");
    await page.getByRole("button", { name: "Save rule" }).click();
    const rule = row(page, "Failures");
    await rule.getByText("above 1 in 15 min").waitFor();
    await rule.getByRole("switch", { name: "Failures is on" }).click();
    await page.getByText("Failures is off").waitFor();
    await rule.locator("[data-rule-state=off]").waitFor();
    await rule.getByRole("switch").click();
    await rule.locator("[data-rule-state=inactive]").waitFor();
    await rule.getByRole("button", { name: "Delete Failures" }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).last().click();
    await page.getByText("Failures was deleted").waitFor();
    assert.equal(await rule.count(), 0);
  },

  async "each kind of rule has its own fields; what has no past cannot be tested"({ page, url }) {
    await beginRule(page, url, "Kinds");
    const fields = {
      change: "previousWindows",
      absence: "minBefore",
      anomaly: "minScore",
      internal: "metric",
      threshold: "operator",
    };
    for (const [kind, field] of Object.entries(fields)) {
      await page.selectOption("#rule-kind", kind);
      await page.locator(`#rule-${field}`).waitFor();
      const isTried = await page.locator("[data-back-test]").count() === 1;
      assert.equal(isTried, kind !== "internal", kind);
    }
    await page.selectOption("#rule-kind", "absence");
    await page.fill("#rule-type", "refund");
    await page.getByRole("button", { name: "Test on the last 30 days" }).click();
    await page.getByText("Would not have fired in the last 30 days").waitFor();
    await page.getByText("Nothing was measured in the last 30 days.").waitFor();
  },

  async "who may only read sees the rules without controls"({ another, url }) {
    const client = { address: "127.0.0.1", userAgent: "test" };
    const user = await services.auth.register(VIEWER, client);
    const { items: [admin] } = await services.auth.listUsers({ limit: 1 });
    await services.auth.setRole({ userId: admin!.id } as Principal, user.id, "VIEWER");
    const page = await another();
    await signIn(page, url, "/alerts/rules", VIEWER);
    await row(page, "ErrorsOfRegion").waitFor();
    assert.equal(await page.locator("main button").count(), 0);
  },
});
