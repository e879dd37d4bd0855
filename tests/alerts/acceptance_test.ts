import assert from "node:assert/strict";
import { AlertEngine, GRACE_MS } from "@/lib/alerts/alert_engine.ts";
import { AlertRouting } from "@/lib/alerts/routing/alert_routing.ts";
import { DEFAULT_CONFIG } from "@/lib/alerts/routing/routing_config.ts";
import { silentLogger } from "@/lib/logging/logger.ts";
import { NOTICES } from "@/lib/notifications/notice.ts";
import { RECEIVER_KINDS, Receivers } from "@/lib/notifications/testing/receivers.ts";
import { eventually } from "@/lib/queue/testing/temporary_queues.ts";
import { createKey, postJson, ServerProcess, withFolder } from "../crash/server_process.ts";
import { openTestApp, type TestApp } from "../http/app_fixture.ts";
import { freePort } from "../mongodb.ts";

const MINUTE_MS = 60_000;
/** Time in which what should not come would have come. */
const QUIET_MS = 1_500;
const CONFIG = {
  ...DEFAULT_CONFIG,
  defaults: { ...DEFAULT_CONFIG.defaults, groupWaitSeconds: 0, groupIntervalSeconds: 1 },
};
const RULE = {
  name: "ManyErrors",
  severity: "critical",
  condition: {
    kind: "threshold",
    filter: { type: "error" },
    metric: "count",
    windowMinutes: 1,
    operator: "atLeast",
    value: 5,
  },
  annotations: { summary: "{{value}} errors" },
};

type Call = (method: string, path: string, body: unknown, status: number) => Promise<unknown>;

/** Makes a channel of every kind that leads out, and short waits. */
async function setUp(call: Call, receivers: Receivers): Promise<void> {
  for (const kind of RECEIVER_KINDS) {
    const channel = { name: kind, kind, settings: receivers.settingsOf(kind) };
    await call("POST", "/api/v1/channels", channel, 201);
  }
  await call("PUT", "/api/v1/alert-routing", { version: 0, config: CONFIG }, 200);
}

/** What each receiver took, as `kind title`, sorted. */
const takenBy = ({ taken }: Receivers) => taken.map(({ kind, title }) => `${kind} ${title}`).sort();
const byEach = (...titles: string[]) =>
  titles.flatMap((title) => RECEIVER_KINDS.map((kind) => `${kind} ${title}`)).sort();
const webhooksOf = (receivers: Receivers) =>
  receivers.taken.filter(({ kind }) => kind === "webhook").map(({ body }) => body!);
const quiet = () => new Promise((resolve) => setTimeout(resolve, QUIET_MS));

async function callerOf(app: TestApp): Promise<Call> {
  const { accessToken } = await app.signIn("ADMIN");
  const headers = {
    authorization: `Bearer ${accessToken}`,
    "content-type": "application/json",
  };
  return async (method, path, body, status) => {
    const init = { method, headers, ...(body !== null && { body: JSON.stringify(body) }) };
    const response = await app.fetch(path, init);
    const text = await response.text();
    assert.equal(response.status, status, `${path} answered ${text}`);
    return JSON.parse(text);
  };
}

Deno.test("a rule that fires is told once by every channel, and once more when it resolves", async () => {
  const receivers = await Receivers.open();
  const app = await openTestApp({ environment: { OUTGOING_ALLOW: "127.0.0.1" } });
  try {
    const { store, jobs, notifier, anomalies } = app.services;
    const call = await callerOf(app);
    await setUp(call, receivers);
    await call("POST", "/api/v1/channels", { name: "here", kind: "in-app" }, 201);
    await call("POST", "/api/v1/alert-rules", RULE, 201);
    await jobs.start();
    const minute = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
    let at = minute + GRACE_MS;
    const shared = { store, logger: silentLogger, now: () => at };
    const routing = new AlertRouting({
      ...shared,
      outgoing: notifier,
      channels: notifier,
      secret: app.services.secrets.jwtSecret,
      baseUrl: "http://localhost:8000",
    });
    const engine = new AlertEngine({
      ...shared,
      router: routing,
      anomalies,
      internal: () => Promise.resolve({}),
      onChanged() {},
    });
    /** Evaluates and sends twice: the second time changes nothing. */
    const work = async () => {
      for (let time = 0; time < 2; time++) {
        await engine.round();
        await routing.tick();
      }
    };
    const timestamp = new Date(minute - MINUTE_MS / 2).toISOString();
    for (let n = 0; n < 5; n++) {
      const event = { userId: "ana", type: "error", timestamp };
      await call("POST", "/api/v1/events", event, 201);
    }
    await work();
    await eventually(() => receivers.taken.length >= RECEIVER_KINDS.length, "the alert");
    at += MINUTE_MS;
    await work();
    await eventually(() => receivers.taken.length >= 2 * RECEIVER_KINDS.length, "its end", 15_000);
    await quiet();
    assert.deepEqual(takenBy(receivers), byEach("Firing: ManyErrors", "Resolved: ManyErrors"));

    const { items } = await call("GET", "/api/v1/alerts", null, 200) as {
      items: { fingerprint: string; state: string }[];
    };
    assert.deepEqual(items.map(({ state }) => state), ["resolved"]);
    const told = webhooksOf(receivers).map(({ status, alerts }) => [
      status,
      (alerts as { fingerprint: string }[]).map(({ fingerprint }) => fingerprint),
    ]);
    const fingerprints = [items[0]!.fingerprint];
    assert.deepEqual(told, [["firing", fingerprints], ["resolved", fingerprints]]);
    // A mail and a webhook of the same message carry the same id, and each message its own.
    const idsOf = (kind: string) =>
      receivers.taken.filter((one) => one.kind === kind).map(({ id }) => id);
    assert.deepEqual(idsOf("smtp"), idsOf("webhook"));
    assert.equal(new Set(idsOf("webhook")).size, 2);
    const notices = await store.collection(NOTICES).find({ order: "asc", limit: 10 });
    assert.deepEqual(notices.items.map(({ status }) => status), ["firing", "resolved"]);
    assert.equal((await jobs.stats()).deadLetters, 0);
  } finally {
    await app.close();
    await receivers.close();
  }
});

Deno.test("kill -9 between firing and delivery: delivered once after the restart, under the same id", async () => {
  const receivers = await Receivers.open();
  await withFolder(async (dataDir) => {
    const options = { dataDir, port: freePort(), environment: { OUTGOING_ALLOW: "127.0.0.1" } };
    let server = new ServerProcess(options);
    try {
      await server.ready();
      const key = await createKey(server.url, ["channels:manage", "alerts:manage", "alerts:read"]);
      await setUp(async (method, path, body, status) => {
        if (method === "POST") return await postJson(`${server.url}${path}`, body, status, key);
        const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
        const init = { method, headers, body: JSON.stringify(body) };
        const response = await fetch(`${server.url}${path}`, init);
        assert.equal(response.status, status);
        return await response.json();
      }, receivers);
      const alert = (status: string) => ({
        version: "4",
        status,
        alerts: [{
          status,
          labels: { alertname: "DiskFull", severity: "critical" },
          startsAt: new Date(Date.now() - MINUTE_MS).toISOString(),
        }],
      });
      const post = async (status: string) =>
        await postJson(`${server.url}/api/v1/alerts/alertmanager`, alert(status), 200, key);

      receivers.isSilent = true;
      assert.equal((await post("firing")).fired, 1);
      const { unanswered } = receivers;
      await eventually(() => unanswered.length === RECEIVER_KINDS.length, "all to be called");
      await server.stop("SIGKILL");
      receivers.isSilent = false;
      assert.deepEqual(receivers.taken, []);

      server = new ServerProcess(options);
      await server.ready();
      assert.equal((await post("firing")).unchanged, 1);
      await eventually(() => receivers.taken.length >= RECEIVER_KINDS.length, "the alert");
      await quiet();
      assert.deepEqual(takenBy(receivers), byEach("Firing: DiskFull"));
      for (const kind of ["smtp", "webhook"]) {
        const of = (list: typeof unanswered) => list.find((one) => one.kind === kind)!.id;
        assert.equal(of(receivers.taken), of(unanswered));
        assert.notEqual(of(unanswered), null);
      }
      assert.equal((await post("resolved")).resolved, 1);
      await eventually(
        () => receivers.taken.length >= 2 * RECEIVER_KINDS.length,
        "its end",
        15_000,
      );
      assert.deepEqual(takenBy(receivers), byEach("Firing: DiskFull", "Resolved: DiskFull"));
    } finally {
      await server.stop("SIGKILL");
      await receivers.close();
    }
  });
});
