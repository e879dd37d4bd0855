import { registerAlertRoutingCron } from "@/workers/alert_routing.ts";
import { registerAlertCron } from "@/workers/alerts.ts";
import { registerAnomalyCron, registerAnomalyPruning } from "@/workers/anomalies.ts";
import { registerCron } from "@/workers/cron.ts";
import { registerDeliveryCron } from "@/workers/deliveries.ts";
import { registerSessionCron } from "@/workers/sessions.ts";
import manifest from "./fresh.gen.ts";
import { loadConfig } from "./lib/config.ts";
import { createApp } from "./lib/http/app.ts";
import { createLogger } from "./lib/logging/logger.ts";
import { serve, stopOnSignals } from "./lib/server.ts";
import { createServices } from "./lib/services.ts";

const config = loadConfig();
export const services = await createServices(config, createLogger(config.logLevel));
registerCron(() => services.jobs);
registerSessionCron(() => services.auth);
registerDeliveryCron(() => services.deliveries);
registerAlertCron(() => services.alertEngine);
registerAnomalyCron(() => services.seriesDetection);
registerAnomalyPruning(() => services.anomalies);
registerAlertRoutingCron(() => services.alertRouting);
const handler = await createApp(services, manifest, import.meta.dirname ?? ".");
export const server = await serve(services, handler);
stopOnSignals(server);
// One line on standard output, for whoever waits for the server; the log goes to standard error.
Deno.stdout.writeSync(new TextEncoder().encode(`Vigia listens on ${server.url}\n`));
