import type { Registry } from "prom-client";
import { AlertRoutingWorker } from "@/workers/alert_routing.ts";
import { AlertWorker } from "@/workers/alerts.ts";
import { AnomalyWorker } from "@/workers/anomalies.ts";
import { ExpenseWorker } from "@/workers/expenses.ts";
import type { Alert } from "./alerts/alert.ts";
import { AlertBook } from "./alerts/alert_book.ts";
import { AlertEngine } from "./alerts/alert_engine.ts";
import { AlertRules } from "./alerts/alert_rules.ts";
import { queueNumbers } from "./alerts/queue_numbers.ts";
import { createPack } from "./alerts/rule_pack.ts";
import { AlertRouting } from "./alerts/routing/alert_routing.ts";
import { AnomalyService } from "./anomalies/anomaly_service.ts";
import { CountDetection } from "./anomalies/detection/count_detection.ts";
import { Analytics } from "./analytics/analytics.ts";
import { AuthService } from "./auth/auth_service.ts";
import type { Config } from "./config.ts";
import type { DashboardSource } from "./dashboard/dashboard.ts";
import type { SequencedEvent } from "./events/event.ts";
import { EventService } from "./events/event_service.ts";
import { Ingest } from "./events/ingest.ts";
import { WebhookVerifier } from "./events/standard_webhooks.ts";
import { ExpenseFeedback } from "./expenses/expense_feedback.ts";
import { RecordScoring } from "./expenses/record_scoring.ts";
import { RateLimiter } from "./http/rate_limiter.ts";
import { LiveHub } from "./live/hub.ts";
import { KpiPublisher } from "./live/kpi_publisher.ts";
import { LiveServer } from "./live/live_server.ts";
import type { Logger } from "./logging/logger.ts";
import { Health } from "./monitoring/health.ts";
import { createRegistry } from "./monitoring/registry.ts";
import { ChannelBook } from "./notifications/channel_book.ts";
import { DeliveryLog } from "./notifications/delivery_log.ts";
import { DeliveryWorker } from "./notifications/delivery_worker.ts";
import { Notifier } from "./notifications/notifier.ts";
import { SecretBox } from "./notifications/secret_box.ts";
import { AddressGuard } from "./outgoing/address_guard.ts";
import { OutgoingHttp } from "./outgoing/outgoing_http.ts";
import { Inbox } from "./queue/inbox.ts";
import { JobQueue } from "./queue/job_queue.ts";
import { loadSecrets, type Secrets } from "./secrets.ts";
import { openStore } from "./store/open.ts";
import type { Stored } from "./store/collections.ts";
import type { Store } from "./store/store.ts";

/** The parts of a running Vigia. Routes reach everything through this; tests build the same thing. */
export interface Services {
  config: Config;
  secrets: Secrets;
  logger: Logger;
  registry: Registry;
  store: Store;
  auth: AuthService;
  events: EventService;
  ingest: Ingest;
  analytics: Analytics;
  jobs: JobQueue;
  inbox: Inbox;
  hub: LiveHub;
  live: LiveServer;
  kpis: KpiPublisher;
  dashboard: DashboardSource;
  channels: ChannelBook;
  deliveries: DeliveryLog;
  deliveryWorker: DeliveryWorker;
  notifier: Notifier;
  alertBook: AlertBook;
  alertRules: AlertRules;
  alertEngine: AlertEngine;
  alertWorker: AlertWorker;
  anomalies: AnomalyService;
  countDetection: CountDetection;
  anomalyWorker: AnomalyWorker;
  alertRouting: AlertRouting;
  alertRoutingWorker: AlertRoutingWorker;
  expenseFeedback: ExpenseFeedback;
  expenseWorker: ExpenseWorker;
  rateLimiter: RateLimiter;
  health: Health;
  /** Ends reading the commits of other instances. */
  stopFollowing(): Promise<void>;
}

/** Time that running jobs and inbox writes get at the end. */
const DRAIN_MS = 8_000;

/**
 * Opens the store and the queue and wires every part. Nothing runs yet but what the parts do by
 * themselves; `startServices` begins the background work.
 */
export async function createServices(config: Config, logger: Logger): Promise<Services> {
  const secrets = await loadSecrets(config);
  const registry = createRegistry();
  const store = await openStore(config, logger);
  const jobs = await JobQueue.open({ path: config.queuePath, logger, registry });
  const lastSequence = await store.events.lastSequence();
  const hub = new LiveHub({
    lastStoreSequence: lastSequence,
    since: (seq, limit) => store.events.since(seq, limit),
    registry,
  });
  const kpis = new KpiPublisher({ hub, logger, summary: (range) => store.events.summary(range) });
  const anomalies = new AnomalyService({
    store,
    onChanged: (changed) => hub.publish("anomalies", changed),
  });
  const scoring = new RecordScoring({
    store,
    onScored: () => kpis.touch(),
    onFlagged: (anomaly) => anomalies.record(anomaly),
  });
  const expenseWorker = new ExpenseWorker(scoring, logger);
  const publish = (events: readonly SequencedEvent[]) => {
    hub.publishEvents(events);
    expenseWorker.wake();
    kpis.touch();
  };
  // Where other instances write too, the store's own order of commits decides what is live next.
  const following = new AbortController();
  const follower = store.followEvents?.(lastSequence, publish, following.signal);
  const onStored = follower === undefined ? publish : () => {};
  const inbox = await Inbox.open({
    jobs,
    store: store.events,
    logger,
    registry,
    onStored: ({ inserted }) => onStored(inserted),
  });
  const ingest = new Ingest({
    store: store.events,
    inbox,
    webhooks: new WebhookVerifier([{ source: "webhook", secret: secrets.webhookSecret }]),
    onStored,
    registry,
    logger,
  });
  const auth = await AuthService.create({ store, config, secrets, logger });
  const live = new LiveServer({
    hub,
    auth: {
      authenticateToken: async (token) => await auth.authenticateToken(token),
      isStillValid: (principal) => auth.isStillValid(principal),
    },
  });
  const health = new Health({
    onFailure: (name, error) => logger.warn("a health check failed", { check: name, error }),
  });
  health.add("store", () => store.ping());
  health.add("queue", () => jobs.stats());
  jobs.onChange((stats) => {
    if (hub.hasReaders("queue")) hub.publish("queue", [stats]);
  });
  const channels = new ChannelBook(store, new SecretBox(secrets.channelKeys));
  const deliveries = new DeliveryLog(store);
  const guard = new AddressGuard(config.outgoingAllow);
  const deliveryWorker = new DeliveryWorker({
    channels,
    log: deliveries,
    http: new OutgoingHttp(guard),
    guard,
    store,
    logger,
  });
  deliveryWorker.attach(jobs);
  const notifier = new Notifier(jobs, channels);
  const onAlertsChanged = (alerts: readonly Stored<Alert>[]) => {
    if (hub.hasReaders("alerts")) hub.publish("alerts", alerts);
  };
  const countDetection = new CountDetection({ store, anomalies });
  const alertRouting = new AlertRouting({
    store,
    outgoing: notifier,
    channels: notifier,
    secret: secrets.jwtSecret,
    baseUrl: pageAddress(config),
    logger,
    onAlertsChanged,
  });
  const alertEngine = new AlertEngine({
    store,
    router: alertRouting,
    anomalies,
    internal: async () => queueNumbers(await jobs.stats()),
    onChanged: onAlertsChanged,
    logger,
  });
  return {
    config,
    secrets,
    logger,
    registry,
    store,
    auth,
    events: new EventService({ store: store.events, ingest, onChanged: () => kpis.touch() }),
    ingest,
    analytics: new Analytics(store.events),
    jobs,
    inbox,
    hub,
    live,
    kpis,
    dashboard: { events: store.events, liveSequence: () => hub.seq, now: Date.now },
    channels,
    deliveries,
    deliveryWorker,
    notifier,
    alertBook: new AlertBook({ store, onChanged: onAlertsChanged }),
    alertRules: new AlertRules({
      store,
      events: store.events,
      anomalies,
      onChanged: onAlertsChanged,
    }),
    alertEngine,
    alertWorker: new AlertWorker(alertEngine, () => createPack(store), logger),
    anomalies,
    countDetection,
    anomalyWorker: new AnomalyWorker(countDetection, logger),
    alertRouting,
    alertRoutingWorker: new AlertRoutingWorker(alertRouting, logger),
    expenseFeedback: new ExpenseFeedback(store),
    expenseWorker,
    rateLimiter: new RateLimiter(config),
    health,
    stopFollowing: async () => {
      following.abort();
      await follower;
    },
  };
}

/** Address of the pages, as messages name it. */
function pageAddress({ publicUrl, host, port }: Config): string {
  const name = host === "0.0.0.0" || host === "::" ? "localhost" : host;
  return publicUrl ?? `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}

/** Begins the background work: jobs, the inbox, alerts and their messages, scores of records. */
export async function startServices(services: Services): Promise<void> {
  await services.jobs.start();
  services.inbox.start();
  services.alertWorker.start();
  services.alertRoutingWorker.start();
  services.anomalyWorker.start();
  services.expenseWorker.start();
}

/** Ends everything in the order that loses nothing: intake, live readers, jobs, store. */
export async function stopServices(services: Services): Promise<void> {
  const { ingest, live, kpis, hub, inbox, jobs, store } = services;
  await ingest.drain();
  await services.stopFollowing();
  await kpis.stop();
  hub.stop();
  await live.stop();
  await services.alertWorker.stop();
  await services.alertRoutingWorker.stop();
  await services.anomalyWorker.stop();
  await services.expenseWorker.stop();
  await Promise.all([inbox.stop(DRAIN_MS), jobs.stop(DRAIN_MS)]);
  jobs.close();
  await store.close();
}
