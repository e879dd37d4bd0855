import { join } from "node:path";
import { silentLogger } from "../../../logging/logger.ts";
import { JobQueue } from "../../../queue/job_queue.ts";
import type { Stored } from "../../../store/collections.ts";
import { openSqliteStore } from "../../../store/sqlite/sqlite_store.ts";
import type { Store } from "../../../store/store.ts";
import { type Alert, ALERTS, type Severity } from "../../alert.ts";
import { AlertRouting } from "../alert_routing.ts";
import { composeMessage } from "../../../notifications/message_composer.ts";
import type { Notification } from "../../../notifications/notification.ts";
import { type ChannelDirectory, type Outgoing } from "../outgoing.ts";

const KIND = "test.deliver";

/** The title that English readers get. */
export const titleOf = (notification: Notification): string =>
  composeMessage(notification, { language: "en", timeZone: "UTC" }).title;

/** Routing on a real store and a real queue in a folder of its own; channels write down what comes. */
export class RoutingRig implements AsyncDisposable {
  /** Milliseconds; move it instead of waiting. */
  now = Date.parse("2026-11-26T12:00:00Z");
  /** Thrown by the next enqueueing, as a process that dies there leaves it. */
  failure: Error | null = null;
  channels = [{ id: "mail", name: "Mail", enabled: true }, {
    id: "in-app",
    name: "In app",
    enabled: true,
  }];
  /** Alerts that were reported as changed. */
  readonly changed: Stored<Alert>[] = [];
  readonly #folder: string;
  readonly #delivered: { channel: string; notification: Notification }[] = [];
  #alerts = 0;

  private constructor(
    folder: string,
    readonly store: Store,
    readonly jobs: JobQueue,
  ) {
    this.#folder = folder;
    this.routing = this.#open();
    jobs.handle(KIND, {}, (payload) => {
      this.#delivered.push(payload as { channel: string; notification: Notification });
    });
  }

  routing: AlertRouting;

  /** On a store of its own (SQLite), or on one that is given and closed at the end. */
  static async open(given?: Store): Promise<RoutingRig> {
    const folder = await Deno.makeTempDir({ prefix: "vigia-routing-" });
    const store = given ?? await openSqliteStore({ path: join(folder, "vigia.db") });
    const jobs = await JobQueue.open({ path: join(folder, "queue.kv"), logger: silentLogger });
    const rig = new RoutingRig(folder, store, jobs);
    await jobs.start();
    return rig;
  }

  /** A new process on the same data. */
  restart(): void {
    this.routing = this.another();
  }

  /** One more process on the same data. */
  another(): AlertRouting {
    return this.#open();
  }

  /** Stores an alert that fires and gives it to the router. */
  async fire(
    labels: Record<string, string> = {},
    severity: Severity = "critical",
  ): Promise<Stored<Alert>> {
    const fingerprint = `f${++this.#alerts}`;
    const at = new Date(this.now).toISOString();
    const all = { alertname: "ErrorSpike", severity, ...labels };
    const alert = await this.store.collection(ALERTS).insert({
      ruleId: "rule",
      alertname: all.alertname,
      fingerprint,
      openFingerprint: fingerprint,
      dimensionValue: null,
      labels: all,
      annotations: { summary: "Errors are 20 % of all events" },
      severity,
      state: "firing",
      value: 0.2,
      pendingAt: at,
      firedAt: at,
      resolvedAt: null,
      clearedAt: null,
      acknowledgedBy: null,
      acknowledgedAt: null,
      routed: null,
    });
    await this.routing.route([alert]);
    return alert;
  }

  async resolve(alert: Stored<Alert>): Promise<Stored<Alert>> {
    const resolved = await this.store.collection(ALERTS).patch(alert.id, {
      state: "resolved",
      resolvedAt: new Date(this.now).toISOString(),
      openFingerprint: null,
    });
    await this.routing.route([resolved!]);
    return resolved!;
  }

  /** Lets seconds pass and everything happen that becomes due, second by second where it matters. */
  async pass(seconds: number, step = seconds): Promise<void> {
    for (let passed = 0; passed < seconds; passed += step) {
      this.now += step * 1000;
      await this.routing.tick();
    }
  }

  /** What arrived since the last call, as `channel status title`, sorted. */
  async take(): Promise<string[]> {
    return (await this.takeAll()).map(({ channel, notification }) =>
      `${channel} ${notification.status} ${titleOf(notification)}`
    ).toSorted();
  }

  async takeAll(): Promise<{ channel: string; notification: Notification }[]> {
    await this.jobs.whenIdle(5_000);
    return this.#delivered.splice(0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.jobs.stop(1_000);
    this.jobs.close();
    await this.store.close();
    await Deno.remove(this.#folder, { recursive: true });
  }

  #open(): AlertRouting {
    const outgoing: Outgoing = {
      send: async (channelIds, notification) => {
        const { failure } = this;
        if (failure !== null) throw failure;
        await this.jobs.enqueueMany(channelIds.map((channel) => ({
          kind: KIND,
          id: `${notification.id}:${channel}`,
          payload: { channel, notification },
        })));
      },
    };
    const channels: ChannelDirectory = { list: () => Promise.resolve(this.channels) };
    return new AlertRouting({
      store: this.store,
      outgoing,
      channels,
      secret: "a secret of at least thirty-two bytes",
      baseUrl: "http://localhost:8000",
      logger: silentLogger,
      onAlertsChanged: (alerts) => void this.changed.push(...alerts),
      now: () => this.now,
    });
  }
}
