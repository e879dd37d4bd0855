import assert from "node:assert/strict";
import { SECRET } from "@/lib/notifications/testing/delivery_rig.ts";
import { notification } from "@/lib/notifications/testing/messages.ts";
import { eventually } from "@/lib/queue/testing/temporary_queues.ts";
import type { Services } from "@/lib/services.ts";
import { auditPage } from "./audit.ts";
import { openLocalServer } from "./local_server.ts";
import { browserSuite, type SuiteServer } from "./suite.ts";

let services: Services;
/** Where the receiver listens, and what it answers next; then 200. */
let receiver = "";
const answers: number[] = [];

async function open(): Promise<SuiteServer> {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => {
    const status = answers.shift() ?? 200;
    return new Response(status === 200 ? "ok" : "no such hook", { status });
  });
  receiver = `http://127.0.0.1:${server.addr.port}/hook`;
  const local = await openLocalServer({ OUTGOING_ALLOW: "127.0.0.1" });
  services = local.services;
  await services.jobs.start();
  return {
    vigia: local.vigia,
    async close() {
      await local.close();
      await server.shutdown();
    },
  };
}

browserSuite("channels", open, {
  async "add a channel, test it, and send again what it did not take"({ page, url, another }) {
    await page.goto(`${url}/channels`);
    await page.selectOption("#channel-kind", "webhook");
    await page.fill("#channel-name", "On-call");
    await page.fill("#channel-url", receiver);
    await page.fill("#channel-secret", "too short");
    await page.fill("#channel-message-time-zone", "Mars/Olympus");
    await page.getByRole("button", { name: "Add channel" }).click();
    await page.getByText("Write an IANA name, such as America/Sao_Paulo").waitFor();
    await page.fill("#channel-message-time-zone", "America/Sao_Paulo");
    await page.selectOption("#channel-message-language", "pt-BR");
    await page.getByRole("button", { name: "Add channel" }).click();
    await page.locator("#channel-secret-error", { hasText: "Signing secret" }).waitFor();
    assert.deepEqual(await auditPage(page), []);
    await page.fill("#channel-secret", SECRET);
    await page.getByRole("button", { name: "Add channel" }).click();
    await page.getByText("On-call was saved.").waitFor();

    answers.push(400);
    const test = page.getByRole("button", { name: "Send test: On-call" });
    await test.click();
    await page.getByText("Test failed. The receiver answered 400: no such hook").waitFor();
    await test.click();
    await page.getByText("Test sent. Answer: HTTP 200").waitFor();
    assert.deepEqual(await auditPage(page), []);

    answers.push(400);
    const [channel] = await services.channels.list();
    await services.notifier.send([channel!.id], notification("n1"));
    const stateOf = async () => (await services.deliveries.get(`n1:${channel!.id}`))?.state;
    await eventually(async () => await stateOf() === "failed", "the failure");
    const brazilian = await another({ signedIn: true, locale: "pt-BR" });
    await brazilian.goto(`${url}/channels/deliveries?state=failed`);
    const failed = brazilian.locator("[data-delivery=failed]").first();
    assert.match(await failed.innerText(), /Disparado: PaymentSilence.*O destino respondeu 400/s);
    assert.deepEqual(await auditPage(brazilian), []);

    await page.goto(`${url}/channels/deliveries`);
    await page.selectOption("#delivery-state", "failed");
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await page.waitForURL(/state=failed/);
    assert.equal(await page.locator("[data-delivery=delivered]").count(), 0);
    await page.setViewportSize({ width: 390, height: 844 });
    assert.deepEqual(await auditPage(page), []);
    await page.getByRole("button", { name: /^Send again: Disparado/ }).click();
    await page.getByText("It is on its way again.").waitFor();
    await eventually(async () => await stateOf() === "delivered", "the message");
    await page.getByRole("link", { name: /^Disparado/ }).first().click();
    await page.waitForURL(/notificationId=n1/);
    assert.equal(await page.locator("[data-delivery]").count(), 1);
    assert.deepEqual(await auditPage(page), []);
  },
});
