import { join } from "node:path";
import { ALERTS, EXTERNAL_RULE_ID } from "@/lib/alerts/alert.ts";
import { ANOMALIES } from "@/lib/anomalies/anomaly.ts";
import { createLogger } from "@/lib/logging/logger.ts";
import { JobQueue } from "@/lib/queue/job_queue.ts";
import { openSqliteStore } from "@/lib/store/sqlite/sqlite_store.ts";
import type { SuiteServer } from "./suite.ts";
import { accessToken, freePort, postEvents, startVigia } from "./vigia.ts";

/** The kind under which the inbox gives up an event that the store refuses. */
const REFUSED_EVENT = "event.store";
/** A job that no version of Vigia knows any more. */
export const UNKNOWN_JOB = "report.print";

const SALES = [
  { id: "sale-1", product: "Mug", region: "SP", value: 40 },
  { id: "sale-2", product: "Mug", region: "RJ", value: 60 },
  { id: "sale-3", product: "Lamp", region: "SP", value: 25 },
];

/** Ids of the events that wait as dead letters, oldest first. */
export const REFUSED = ["refused-1", "refused-2", "refused-3"];

/**
 * Leaves dead letters in the queue's file, by the queue's own code, as a run would that had them:
 * events that the store refused then and takes now, and a job that nobody does.
 */
async function leaveDeadLetters(dataDir: string): Promise<void> {
  const jobs = await JobQueue.open({
    path: join(dataDir, "queue.kv"),
    logger: createLogger("error"),
  });
  const at = new Date().toISOString();
  await jobs.addDeadLetter({ kind: UNKNOWN_JOB, payload: { page: 7 } }, new Error("out of paper"));
  for (const id of REFUSED) {
    const event = {
      id,
      userId: "rita",
      type: "purchase",
      value: 5,
      timestamp: at,
      receivedAt: at,
      metadata: { product: "Pen" },
      source: "webhook",
    };
    await jobs.addDeadLetter(
      { kind: REFUSED_EVENT, payload: event, id: `${REFUSED_EVENT}:${id}` },
      new Error("The document does not fit the collection"),
    );
  }
  jobs.close();
}

/** Leaves one anomaly that goes on and an alert that fires. */
async function leaveOpenMatters(dataDir: string): Promise<void> {
  const store = await openSqliteStore({ path: join(dataDir, "vigia.db") });
  const at = new Date(Date.now() - 20 * 60_000).toISOString();
  await store.collection(ALERTS).insert({
    ruleId: EXTERNAL_RULE_ID,
    alertname: "PaymentErrors",
    fingerprint: "f1",
    openFingerprint: "f1",
    dimensionValue: null,
    labels: { alertname: "PaymentErrors", severity: "critical", region: "SP" },
    annotations: { summary: "12 errors of payments in 5 minutes" },
    severity: "critical",
    state: "firing",
    value: 12,
    pendingAt: at,
    firedAt: at,
    resolvedAt: null,
    clearedAt: null,
    acknowledgedBy: null,
    acknowledgedAt: null,
    routed: "firing",
  });
  await store.collection(ANOMALIES).insert({
    id: "burst",
    seriesKey: "count:purchase",
    kind: "count",
    type: "purchase",
    dimension: null,
    dimensionValue: null,
    metric: "count",
    direction: "high",
    score: 9,
    startedAt: at,
    noticedAt: at,
    lastAt: at,
    endedAt: null,
    observed: 60,
    expected: 6,
    low: 0,
    high: 14,
    times: 10,
    windowMs: 300_000,
    reasons: [{ text: "60 purchases in 5 minutes, 10 times the 6 expected", share: 100 }],
    feedback: null,
    eventId: null,
    userId: null,
  });
  await store.close();
}

/**
 * Adds a channel that works and one that may not be called, and sends a test to each. Then the latter is
 * turned off: once the alert's group has waited, its message would be a dead letter more.
 */
async function addChannels(url: string, token: string): Promise<void> {
  const call = async (method: string, path: string, body: unknown) => {
    const response = await fetch(`${url}/api/v1/channels${path}`, {
      method,
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return await response.json();
  };
  const slack = { url: "http://127.0.0.1/services/T/B/X" };
  for (const [kind, settings] of [["in-app", {}], ["slack", slack]] as const) {
    const { id } = await call("POST", "", { name: `Team by ${kind}`, kind, settings });
    await call("POST", `/${id}/test`, {});
    if (kind === "slack") await call("PATCH", `/${id}`, { enabled: false });
  }
}

/** A server with a few events, an anomaly, dead letters and channels. */
export async function openPagesServer(): Promise<SuiteServer> {
  const dataDir = await Deno.makeTempDir({ prefix: "vigia-pages-" });
  await leaveDeadLetters(dataDir);
  await leaveOpenMatters(dataDir);
  const vigia = await startVigia(dataDir, freePort());
  const token = await accessToken(vigia.url);
  const sales = SALES.map(({ id, value, ...metadata }) => ({
    id,
    userId: `buyer-${id}`,
    type: "purchase",
    value,
    metadata,
  }));
  const errors = ["SP", "BA"].map((region) => ({
    userId: "system",
    type: "error",
    metadata: { region, message: "timeout" },
  }));
  await postEvents(vigia.url, token, [...sales, ...errors]);
  await addChannels(vigia.url, token);
  return {
    vigia,
    async close() {
      await vigia.stop();
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}
