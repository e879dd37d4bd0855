import assert from "node:assert/strict";
import { ALERTS } from "@/lib/alerts/alert.ts";
import { ALERT_GROUPS } from "@/lib/alerts/routing/alert_group.ts";
import { DEFAULT_CONFIG } from "@/lib/alerts/routing/routing_config.ts";
import { openTestApp, type TestApp } from "../http/app_fixture.ts";

async function withApp(work: (app: TestApp, token: string) => Promise<void>): Promise<void> {
  const app = await openTestApp();
  try {
    const { accessToken } = await app.signIn("OPERATOR");
    await work(app, accessToken);
  } finally {
    await app.close();
  }
}

async function paths(response: Response): Promise<string[]> {
  assert.equal(response.status, 422);
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  const { errors } = await response.json();
  return errors.map(({ path }: { path: string }) => path);
}

const matchers = [{ label: "region", op: "=", value: "north" }];

Deno.test("the silences API makes, lists and ends silences", async () => {
  await withApp(async (app, token) => {
    const made = await app.post(
      "/api/v1/silences",
      { matchers, comment: "Maintenance", minutes: 60 },
      token,
    );
    assert.equal(made.status, 201);
    const silence = await made.json();
    assert.equal(silence.state, "active");
    assert.equal(silence.createdBy, "OPERATOR");
    const headers = { authorization: `Bearer ${token}` };
    const list = async (state: string) =>
      (await (await app.fetch(`/api/v1/silences?state=${state}`, { headers })).json()).items.length;
    assert.deepEqual([await list("open"), await list("ended")], [1, 0]);
    const path = `/api/v1/silences/${silence.id}`;
    assert.equal((await app.fetch(path, { method: "DELETE", headers })).status, 204);
    assert.equal((await (await app.fetch(path, { headers })).json()).state, "expired");
    assert.deepEqual([await list("open"), await list("ended")], [0, 1]);
  });
});

Deno.test("the silences API says by field what is wrong", async () => {
  await withApp(async (app, token) => {
    const errors = async (body: unknown) =>
      await paths(await app.post("/api/v1/silences", body, token));
    const good = { matchers, comment: "Maintenance", minutes: 60 };
    assert.deepEqual(await errors({ ...good, matchers: [] }), ["matchers"]);
    const all = [{ label: "region", op: "=~", value: ".*" }];
    assert.deepEqual(await errors({ ...good, matchers: all }), ["matchers"]);
    const exploding = [{ label: "region", op: "=~", value: "(a+)+\\1" }];
    assert.deepEqual(await errors({ ...good, matchers: exploding }), ["matchers.0.value"]);
    assert.deepEqual(await errors({ ...good, comment: " " }), ["comment"]);
    assert.deepEqual(await errors({ ...good, endsAt: "2030-01-01T00:00:00Z" }), ["endsAt"]);
    const past = { matchers, comment: "x", endsAt: "2020-01-01T00:00:00Z" };
    assert.deepEqual(await errors(past), ["endsAt"]);
    assert.deepEqual(await errors({ ...good, who: "me" }), ["who"]);
  });
});

Deno.test("the routing API saves, refuses by field, and previews", async () => {
  await withApp(async (app, token) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const put = (body: unknown) =>
      app.fetch("/api/v1/alert-routing", { method: "PUT", headers, body: JSON.stringify(body) });
    const current = await (await app.fetch("/api/v1/alert-routing", { headers })).json();
    assert.deepEqual(current.config, DEFAULT_CONFIG);
    const { defaults } = DEFAULT_CONFIG;
    const broken = {
      ...DEFAULT_CONFIG,
      defaults: { ...defaults, calendars: ["nights"], groupWaitSeconds: -1 },
    };
    assert.deepEqual(await paths(await put({ version: 0, config: broken })), [
      "config.defaults.groupWaitSeconds",
      "config.defaults.calendars.0",
    ]);
    const unknown = {
      ...DEFAULT_CONFIG,
      defaults: { ...defaults, calendars: ["nights"] },
      routes: [{ name: "a", matchers: [] }, { name: "a", matchers: [] }],
    };
    assert.deepEqual(await paths(await put({ version: 0, config: unknown })), [
      "config.defaults.calendars.0",
      "config.routes.1.name",
    ]);
    const nowhere = { ...DEFAULT_CONFIG, defaults: { ...defaults, channels: ["nowhere"] } };
    assert.deepEqual(await paths(await put({ version: 0, config: nowhere })), [
      "config.defaults.channels.0",
    ]);
    assert.equal((await put({ version: 7, config: DEFAULT_CONFIG })).status, 409);
    const routes = [{ name: "north", matchers }];
    const saved = await put({ version: 0, config: { ...DEFAULT_CONFIG, routes } });
    assert.equal(saved.status, 200);
    const preview = await app.post(
      "/api/v1/alert-routing/preview",
      { labels: { region: "north", severity: "warning" } },
      token,
    );
    assert.equal((await preview.json()).routes[0].route, "north");
    const draft = { labels: {}, config: DEFAULT_CONFIG };
    const { accessToken: viewer } = await app.signIn("VIEWER");
    const answers = await Promise.all(
      [token, viewer].map((each) => app.post("/api/v1/alert-routing/preview", draft, each)),
    );
    assert.deepEqual(answers.map(({ status }) => status), [200, 403]);
    await Promise.all(answers.map((answer) => answer.body?.cancel()));
  });
});

Deno.test("POST /api/v1/alerts/alertmanager fires, repeats nothing, and resolves", async () => {
  await withApp(async (app, token) => {
    const deliver = async (status: string, changes = {}) => {
      const alert = {
        status,
        labels: { alertname: "DiskFull", severity: "page", instance: "db1" },
        annotations: { summary: "The disk of db1 is full" },
        startsAt: "2026-11-26T12:00:00.000Z",
        endsAt: status === "firing" ? "0001-01-01T00:00:00Z" : "2026-11-26T12:05:00.000Z",
        generatorURL: "http://prometheus/graph",
        fingerprint: "abc",
      };
      const body = { version: "4", status, groupKey: "{}", alerts: [alert], ...changes };
      const response = await app.post("/api/v1/alerts/alertmanager", body, token);
      return response.status === 200 ? await response.json() : response.status;
    };
    assert.deepEqual(await deliver("resolved"), { fired: 0, resolved: 0, unchanged: 1 });
    assert.deepEqual(await deliver("firing"), { fired: 1, resolved: 0, unchanged: 0 });
    assert.deepEqual(await deliver("firing"), { fired: 0, resolved: 0, unchanged: 1 });
    const { store } = app.services;
    const [alert] = (await store.collection(ALERTS).find({ limit: 10 })).items;
    assert.equal(alert?.severity, "critical");
    assert.equal(alert?.labels.severity, "critical");
    assert.equal(alert?.routed, "firing");
    const [group] = (await store.collection(ALERT_GROUPS).find({ limit: 10 })).items;
    assert.equal(group?.members[0]?.alertId, alert?.id);
    assert.deepEqual(await deliver("resolved"), { fired: 0, resolved: 1, unchanged: 0 });
    assert.equal((await store.collection(ALERTS).get(alert!.id))?.state, "resolved");
    assert.equal((await store.collection(ALERTS).get(alert!.id))?.routed, "resolved");
    assert.equal(await deliver("firing", { version: "3" }), 422);
  });
});
