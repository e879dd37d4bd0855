import assert from "node:assert/strict";
import { ALERTS } from "@/lib/alerts/alert.ts";
import { AcknowledgeLinks } from "@/lib/alerts/routing/acknowledge_links.ts";
import { ALERT_GROUPS } from "@/lib/alerts/routing/alert_group.ts";
import { openTestApp, ORIGIN } from "../http/app_fixture.ts";

const DELIVERY = {
  version: "4",
  status: "firing",
  alerts: [{
    status: "firing",
    labels: { alertname: "DiskFull", severity: "critical" },
    startsAt: "2026-11-26T12:00:00.000Z",
  }],
};

Deno.test("the acknowledge page asks first, acknowledges by POST alone, and needs no sign-in", async () => {
  const app = await openTestApp();
  try {
    const { accessToken } = await app.signIn("ADMIN");
    await app.post("/api/v1/alerts/alertmanager", DELIVERY, accessToken);
    const { store, secrets } = app.services;
    const [group] = (await store.collection(ALERT_GROUPS).find({ limit: 1 })).items;
    const links = new AcknowledgeLinks(secrets.jwtSecret, ORIGIN);
    const link = links.link(group!.id, Date.now() + 60_000);
    const token = new URL(link).searchParams.get("token")!;
    const show = async (address: string) => {
      const response = await app.fetch(address, { headers: { accept: "text/html" } });
      assert.equal(response.status, 200);
      return await response.text();
    };
    const post = (headers: Record<string, string>) =>
      app.fetch("/alerts/acknowledge", {
        method: "POST",
        headers: { accept: "text/html", ...headers },
        body: new URLSearchParams({ token }),
      });
    const isAcknowledged = async () =>
      (await store.collection(ALERTS).find({ limit: 1 })).items[0]?.acknowledgedAt !== null;

    // As often as a scanner of mails likes.
    for (let times = 0; times < 3; times++) {
      assert.match(await show(link), /data-acknowledge="open"[^]*DiskFull[^]*<form method="post"/);
    }
    assert.equal(await isAcknowledged(), false);
    assert.equal((await post({ origin: "https://elsewhere.example" })).status, 403);
    assert.equal(await isAcknowledged(), false);
    const answer = await post({ origin: ORIGIN });
    assert.match(await answer.text(), /data-acknowledge="acknowledged"/);
    assert.equal(await isAcknowledged(), true);
    assert.match(await show(link), /data-acknowledge="acknowledged"/);

    const old = links.link(group!.id, Date.now() - 1_000);
    assert.match(await show(old), /data-acknowledge="expired"/);
    assert.match(await show("/alerts/acknowledge?token=x"), /data-acknowledge="invalid"/);
    assert.match(await show("/alerts/acknowledge"), /data-acknowledge="invalid"/);
    assert.ok(app.logLines.every((line) => !line.includes(token)), "the token was logged");
  } finally {
    await app.close();
  }
});
