import assert from "node:assert/strict";
import { browserSuite, type SuiteServer } from "./suite.ts";
import { accessToken, freePort, startVigia } from "./vigia.ts";

/** A server on which one alert of another system fires. */
async function open(): Promise<SuiteServer> {
  const dataDir = await Deno.makeTempDir({ prefix: "vigia-routing-" });
  const vigia = await startVigia(dataDir, freePort());
  const response = await fetch(`${vigia.url}/api/v1/alerts/alertmanager`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${await accessToken(vigia.url)}`,
    },
    body: JSON.stringify({
      version: "4",
      status: "firing",
      alerts: [{
        status: "firing",
        labels: { alertname: "DiskFull", severity: "critical", instance: "db1" },
        startsAt: new Date().toISOString(),
      }],
    }),
  });
  await response.body?.cancel();
  return {
    vigia,
    async close() {
      await vigia.stop();
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}

browserSuite("alert routing", open, {
  async "silences: say what is wrong, make one, end it"({ page, url }) {
    await page.goto(`${url}/alerts/silences`);
    assert.match(await page.innerText(".empty"), /every alert is told/);
    await page.fill("#silence-matchers", "nothing");
    await page.fill("#silence-comment", "maintenance of db1");
    await page.getByRole("button", { name: "Silence", exact: true }).click();
    await page.getByText("“nothing” is no condition").waitFor();
    await page.fill("#silence-matchers", 'instance=~"(db"');
    await page.getByRole("button", { name: "Silence", exact: true }).click();
    await page.locator("#silence-matchers-error", { hasText: "without a )" }).waitFor();
    await page.fill("#silence-matchers", 'instance=~"db[0-9]+"\nseverity!=info');
    await page.getByRole("button", { name: "Silence", exact: true }).click();
    await page.locator("[data-silence]").waitFor();
    assert.match(
      await page.innerText("[data-silence]"),
      /instance=~"db\[0-9\]\+", severity!="info"/,
    );
    await page.reload();
    await page.getByRole("button", { name: "End “maintenance of db1” now" }).click();
    await page.getByRole("button", { name: "End now", exact: true }).last().click();
    await page.getByText("The silence has ended.").waitFor();
    await page.reload();
    assert.match(await page.innerText("[aria-labelledby=silences-ended]"), /maintenance of db1/);
  },

  async "routing: name what is wrong by field, save, and preview"({ page, url }) {
    await page.goto(`${url}/alerts/routing`);
    const config = JSON.parse(await page.inputValue("#routing-config"));
    const route = {
      name: "disks",
      matchers: [{ label: "alertname", op: "=~", value: "(Disk" }],
      groupWaitSeconds: 5,
    };
    const save = async (routes: unknown[]) => {
      await page.fill("#routing-config", JSON.stringify({ ...config, routes }));
      await page.getByRole("button", { name: "Save" }).click();
    };
    await save([route]);
    await page.getByText("config.routes.0.matchers.0.value").waitFor();
    await page.fill("#routing-config", "{");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("This is no JSON").waitFor();
    await save([{ ...route, matchers: [{ ...route.matchers[0], value: "Disk.*" }] }]);
    await page.getByText("Saved. Open alerts follow it already.").waitFor();
    assert.match(await page.innerText(".route-list"), /disks\s+alertname=~"Disk\.\*"/);
    await page.fill("#route-name", "payments");
    await page.fill("#route-matchers", "alertname=~Pay(");
    await page.getByRole("button", { name: "Add a route" }).click();
    await page.getByText("config.routes.1.matchers.0.value").waitFor();
    await page.fill("#route-matchers", "alertname=~Pay.*");
    await page.getByRole("button", { name: "Add a route" }).click();
    await page.locator(".route-name", { hasText: "payments" }).waitFor();
    assert.equal(JSON.parse(await page.inputValue("#routing-config")).routes.length, 2);
    await page.fill("#preview-labels", "alertname=DiskFull\nseverity=warning");
    await page.getByRole("button", { name: "Ask" }).click();
    await page.locator("[data-preview] dd", { hasText: "disks" }).waitFor();
    assert.match(await page.innerText("[data-preview]"), /would be told/);
  },
});
