/**
 * A process for crash tests of routing. Arguments: its folder, and `work` or `finish`.
 *
 * * `work`: alerts fire and resolve, as fast as the database takes it, until it is killed.
 * * `finish`: every alert resolves; it ends when all is told.
 *
 * What a channel gets is a line in `told.log`, on the disk before its job is done.
 */
import { join } from "node:path";
import { silentLogger } from "../../../logging/logger.ts";
import { JobQueue } from "../../../queue/job_queue.ts";
import { openSqliteStore } from "../../../store/sqlite/sqlite_store.ts";
import type { Stored } from "../../../store/collections.ts";
import { type Alert, ALERTS } from "../../alert.ts";
import { ALERT_GROUPS } from "../alert_group.ts";
import { AlertRouting } from "../alert_routing.ts";
import { everyPage } from "../every_page.ts";
import { DEFAULT_CONFIG } from "../routing_config.ts";

const [folder, mode] = Deno.args as [string, "work" | "finish"];
const KIND = "test.deliver";
const CHANNELS = ["mail", "chat"];
const PAUSE_MS = 15;

const store = await openSqliteStore({ path: join(folder, "vigia.db") });
const jobs = await JobQueue.open({ path: join(folder, "queue.kv"), logger: silentLogger });
const log = await Deno.open(join(folder, "told.log"), { append: true, create: true });
jobs.handle(KIND, {}, (payload) => {
  log.writeSync(new TextEncoder().encode(`${JSON.stringify(payload)}\n`));
  log.syncDataSync();
});
const routing = new AlertRouting({
  store,
  outgoing: {
    send: async (channels, { id, alerts }) => {
      const told = alerts.map(({ fingerprint, status }) => `${fingerprint} ${status}`);
      await jobs.enqueueMany(channels.map((channel) => ({
        kind: KIND,
        id: `${id}:${channel}`,
        payload: { id, channel, told },
      })));
    },
  },
  channels: {
    list: () => Promise.resolve(CHANNELS.map((id) => ({ id, name: id, enabled: true }))),
  },
  secret: "a secret of at least thirty-two bytes",
  baseUrl: "http://localhost:8000",
  logger: silentLogger,
});
const alerts = store.collection(ALERTS);

/** Hands over what was stored and not taken, as the engine does at its start. */
async function routeLagging(): Promise<void> {
  for (const state of ["firing", "resolved"] as const) {
    const rows = await everyPage(alerts, { state });
    const lagging = rows.filter(({ routed }) => routed !== state);
    await routing.route(lagging);
    for (const { id } of lagging) await alerts.patch(id, { routed: state }, { state });
  }
}

async function fire(): Promise<void> {
  const fingerprint = crypto.randomUUID();
  const at = new Date().toISOString();
  await alerts.insert({
    ruleId: "rule",
    alertname: "A",
    fingerprint,
    openFingerprint: fingerprint,
    dimensionValue: null,
    labels: { alertname: "A", key: fingerprint.slice(0, 1), severity: "critical" },
    annotations: {},
    severity: "critical",
    state: "firing",
    value: null,
    pendingAt: at,
    firedAt: at,
    resolvedAt: null,
    clearedAt: null,
    acknowledgedBy: null,
    acknowledgedAt: null,
    routed: null,
  });
}

async function resolve(open: readonly Stored<Alert>[]): Promise<void> {
  const resolvedAt = new Date().toISOString();
  for (const { id } of open) {
    await alerts.patch(id, { state: "resolved", resolvedAt, openFingerprint: null });
  }
}

await jobs.start();
const { version } = await routing.configs.read();
if (version === 0) {
  const defaults = {
    ...DEFAULT_CONFIG.defaults,
    groupBy: ["key"],
    groupWaitSeconds: 0,
    groupIntervalSeconds: 1,
  };
  await routing.saveConfig({ ...DEFAULT_CONFIG, defaults }, version, "test");
}
Deno.stdout.writeSync(new TextEncoder().encode("ready\n"));
const firing = () => everyPage(alerts, { state: "firing" });
if (mode === "finish") await resolve(await firing());
while (true) {
  await routeLagging();
  await routing.tick();
  if (mode === "work") {
    await fire();
    await resolve((await firing()).filter(() => Math.random() < 0.1));
  } else if ((await everyPage(store.collection(ALERT_GROUPS), { closedAt: null })).length === 0) {
    break;
  }
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}
await jobs.whenIdle(10_000);
await jobs.stop(1_000);
jobs.close();
await store.close();
