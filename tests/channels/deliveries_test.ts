import assert from "node:assert/strict";
import { TEST_PREFIX } from "@/lib/notifications/delivery_state.ts";
import { SECRET } from "@/lib/notifications/testing/delivery_rig.ts";
import { notification } from "@/lib/notifications/testing/messages.ts";
import { eventually } from "@/lib/queue/testing/temporary_queues.ts";
import { openTestApp, type TestApp } from "../http/app_fixture.ts";

/** An application with a webhook channel whose receiver answers what it is told, then 200. */
async function withHook(
  answers: number[],
  test: (app: TestApp, token: string, channelId: string) => Promise<void>,
): Promise<void> {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response(null, { status: answers.shift() ?? 200 }),
  );
  const app = await openTestApp({ environment: { OUTGOING_ALLOW: "127.0.0.1" } });
  try {
    const { accessToken } = await app.signIn("ADMIN");
    const url = `http://127.0.0.1:${server.addr.port}`;
    const channel = { name: "hook", kind: "webhook", settings: { url, secret: SECRET } };
    const response = await app.post("/api/v1/channels", channel, accessToken);
    await test(app, accessToken, (await response.json()).id);
  } finally {
    await app.close();
    await server.shutdown();
  }
}

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

Deno.test("a delivery that was given up is found by its filters and sent again by API and page", async () => {
  await withHook([400, 400], async (app, token, channelId) => {
    const { notifier, jobs } = app.services;
    await jobs.start();
    const list = async (query: string): Promise<{ id: string; title: string }[]> =>
      (await (await app.fetch(`/api/v1/deliveries?${query}`, bearer(token))).json()).items;
    const failed = () => list(`channelId=${channelId}&state=failed`);
    await notifier.send([channelId], notification("n1"));
    await notifier.send([channelId], notification("n2"));
    await eventually(async () => (await failed()).length === 2, "both to fail");

    const again = (id: string) =>
      app.post(`/api/v1/deliveries/${encodeURIComponent(id)}/send`, {}, token);
    assert.equal((await again(`n1:${channelId}`)).status, 202);
    await eventually(async () => (await list("state=delivered")).length === 1, "the first");
    assert.equal((await again(`n1:${channelId}`)).status, 404);
    assert.equal((await again("nobody")).status, 404);
    assert.deepEqual((await list("notificationId=n2")).map(({ id }) => id), [`n2:${channelId}`]);

    const { cookie } = await app.signIn("ADMIN");
    const read = async (path: string) => {
      const response = await app.fetch(path, { headers: { cookie, accept: "text/html" } });
      return { status: response.status, html: await response.text() };
    };
    const page = await read("/channels/deliveries?channelId=&state=failed");
    assert.equal(page.status, 303, "fields that were left empty are left out of the address");
    const { html } = await read("/channels/deliveries?state=failed");
    assert.match(html, /data-delivery="failed"/);
    assert.doesNotMatch(html, /data-delivery="delivered"/);
    assert.match(html, new RegExp(`value="n2:${channelId}"`));
    const posted = await app.fetch("/channels/deliveries", {
      method: "POST",
      headers: { cookie, origin: "http://localhost:8000" },
      body: new URLSearchParams({ send: `n2:${channelId}` }),
    });
    assert.equal(posted.headers.get("location"), "/channels/deliveries?again=sent");
    await eventually(async () => (await list("state=delivered")).length === 2, "the second");
    assert.match((await read("/channels/deliveries?again=gone")).html, /cannot be sent again/);
  });
});

Deno.test("deliveries are for those who manage channels, and wrong filters are named", async () => {
  await withHook([500], async (app, token, channelId) => {
    const viewer = await app.signIn("VIEWER");
    for (const path of ["/api/v1/deliveries", "/channels/deliveries"]) {
      assert.equal((await app.fetch(path, bearer(viewer.accessToken))).status, 403, path);
    }
    const wrong = await app.fetch("/api/v1/deliveries?state=lost", bearer(token));
    assert.equal(wrong.status, 422);
    assert.equal((await wrong.json()).errors[0].path, "state");

    // A test that failed is no job: it stands in the log, and nobody can send it again.
    const test = await app.post(`/api/v1/channels/${channelId}/test`, {}, token);
    assert.deepEqual(await test.json(), {
      delivered: false,
      receipt: null,
      error: "The receiver answered 500",
      failure: { code: "answered", params: { who: "receiver", status: 500, said: "" } },
    });
    const { items } = await (await app.fetch("/api/v1/deliveries", bearer(token))).json();
    assert.ok(items[0].notificationId.startsWith(TEST_PREFIX));
    const { cookie } = await app.signIn("ADMIN");
    const page = await app.fetch("/channels/deliveries", {
      headers: { cookie, accept: "text/html" },
    });
    assert.doesNotMatch(await page.text(), /name="send"/);
  });
});
