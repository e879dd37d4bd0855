import type { Registry } from "prom-client";
import { Analytics } from "./analytics/analytics.ts";
import { AuthService } from "./auth/auth_service.ts";
import type { Config } from "./config.ts";
import { readExpectedBand } from "./anomalies/detection/expected_band.ts";
import { countOf, ERROR } from "./anomalies/detection/series.ts";
import type { DashboardSource } from "./dashboard/dashboard.ts";
import { HappeningReader } from "./dashboard/happening_reader.ts";
import type { SequencedEvent } from "./events/event.ts";
import { EventService } from "./events/event_service.ts";
import { Ingest } from "./events/ingest.ts";
import { WebhookVerifier } from "./events/standard_webhooks.ts";
import { RateLimiter } from "./http/rate_limiter.ts";
import { LiveHub } from "./live/hub.ts";
import { KpiPublisher } from "./live/kpi_publisher.ts";
import { LiveServer } from "./live/live_server.ts";
import type { Logger } from "./logging/logger.ts";
import { Health } from "./monitoring/health.ts";
import { createRegistry } from "./monitoring/registry.ts";
import { Inbox } from "./queue/inbox.ts";
import { JobQueue } from "./queue/job_queue.ts";
import { loadSecrets, type Secrets } from "./secrets.ts";
import { openStore } from "./store/open.ts";
import { type Alerting, createAlerting } from "./services/alerting.ts";
import { createDetection, type Detection } from "./services/detection.ts";
import { createExpenses, type Expenses } from "./services/expenses.ts";
import type { Store } from "./store/store.ts";
import type { TimedWorker } from "@/workers/timed_worker.ts";

/** The parts of a running Vigia. Routes reach everything through this; tests build the same thing. */
export interface Services extends Alerting, Detection, Expenses {
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
  rateLimiter: RateLimiter;
  health: Health;
  /** Everything that works in turns of its own. */
  workers: readonly TimedWorker[];
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
  const { detection, workers, onStored: detect } = createDetection({
    store,
    hub,
    registry,
    logger,
    onScored: () => kpis.touch(),
    waitingJobs: async () => (await jobs.stats()).pending,
  });
  const publish = (events: readonly SequencedEvent[]) => {
    hub.publishEvents(events);
    detect(events);
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
  const { anomalies } = detection;
  const alerting = createAlerting({ config, secrets, store, jobs, hub, anomalies, logger });
  const { expenses, workers: expenseWorkers } = createExpenses({
    config,
    store,
    jobs,
    ingest,
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
    dashboard: {
      events: store.events,
      happenings: new HappeningReader(store),
      expectedErrors: (from, to) => readExpectedBand(store, countOf(ERROR), from, to),
      liveSequence: () => hub.seq,
      now: Date.now,
    },
    ...detection,
    ...expenses,
    ...alerting.alerting,
    workers: [...workers, ...expenseWorkers, ...alerting.workers],
    rateLimiter: new RateLimiter(config),
    health,
    stopFollowing: async () => {
      following.abort();
      await follower;
    },
  };
}

/** Begins the background work: jobs, the inbox, alerts and their messages, scores of records. */
export async function startServices(services: Services): Promise<void> {
  await services.jobs.start();
  services.inbox.start();
  for (const worker of services.workers) worker.start();
}

/** Ends everything in the order that loses nothing: intake, live readers, jobs, store. */
export async function stopServices(services: Services): Promise<void> {
  const { ingest, live, kpis, hub, inbox, jobs, store } = services;
  await ingest.drain();
  await services.stopFollowing();
  await kpis.stop();
  hub.stop();
  await live.stop();
  await Promise.all(services.workers.map((worker) => worker.stop()));
  await Promise.all([inbox.stop(DRAIN_MS), jobs.stop(DRAIN_MS)]);
  jobs.close();
  await store.close();
}
