import assert from "node:assert/strict";
import { ALERTS } from "@/lib/alerts/alert.ts";
import type { Role } from "@/lib/auth/permissions.ts";
import { openTestApp } from "../http/app_fixture.ts";

Deno.test("the pages of silences and routing show forms to those who may use them", async () => {
  const app = await openTestApp();
  try {
    const { accessToken } = await app.signIn("OPERATOR");
    await app.post("/api/v1/alerts/alertmanager", {
      version: "4",
      status: "firing",
      alerts: [{
        status: "firing",
        labels: { alertname: "DiskFull", severity: "critical", instance: "db1" },
        startsAt: "2026-11-26T12:00:00.000Z",
      }],
    }, accessToken);
    const [alert] = (await app.services.store.collection(ALERTS)
      .find({ limit: 1 })).items;
    const show = async (role: Role, path: string) => {
      const { cookie } = await app.signIn(role);
      const response = await app.fetch(path, { headers: { cookie, accept: "text/html" } });
      return { status: response.status, html: await response.text() };
    };
    const silences = `/alerts/silences?alert=${alert!.id}`;
    const mine = await show("OPERATOR", silences);
    assert.equal(mine.status, 200);
    assert.match(mine.html, /instance="?(?:&quot;)?db1/);
    assert.match(mine.html, /<form/);
    const theirs = await show("VIEWER", silences);
    assert.equal(theirs.status, 200);
    assert.doesNotMatch(theirs.html, /id="silence-matchers"/);
    assert.equal((await show("VIEWER", "/alerts/silences?alert=nobody")).status, 200);
    assert.match((await show("OPERATOR", "/alerts/routing")).html, /id="routing-config"/);
    assert.doesNotMatch((await show("VIEWER", "/alerts/routing")).html, /id="routing-config"/);
    assert.equal((await show("GUEST", "/alerts/routing")).status, 403);
  } finally {
    await app.close();
  }
});
