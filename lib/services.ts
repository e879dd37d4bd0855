import type { Registry } from "prom-client";
import type { Config } from "./config.ts";
import type { Secrets } from "./secrets.ts";
import type { Logger } from "./logging/logger.ts";
import type { Store } from "./store/store.ts";
import type { AuthService } from "./auth/auth_service.ts";
import type { EventService } from "./events/event_service.ts";
import type { Ingest } from "./events/ingest.ts";
import type { Analytics } from "./analytics/analytics.ts";
import type { JobQueue } from "./queue/job_queue.ts";
import type { LiveHub } from "./live/hub.ts";
import type { LiveServer } from "./live/live_server.ts";
import type { RateLimiter } from "./http/rate_limiter.ts";
import type { DashboardSource } from "./dashboard/dashboard.ts";
import type { Health } from "./monitoring/health.ts";

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
  hub: LiveHub;
  live: LiveServer;
  dashboard: DashboardSource;
  rateLimiter: RateLimiter;
  health: Health;
}
