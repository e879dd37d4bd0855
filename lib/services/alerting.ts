import type { Alert } from "../alerts/alert.ts";
import { AlertBook } from "../alerts/alert_book.ts";
import { AlertEngine } from "../alerts/alert_engine.ts";
import { AlertRules } from "../alerts/alert_rules.ts";
import { queueNumbers } from "../alerts/queue_numbers.ts";
import { AlertRouting } from "../alerts/routing/alert_routing.ts";
import { createPack } from "../alerts/rule_pack.ts";
import type { AnomalyService } from "../anomalies/anomaly_service.ts";
import type { Config } from "../config.ts";
import type { LiveHub } from "../live/hub.ts";
import type { Logger } from "../logging/logger.ts";
import { ChannelBook } from "../notifications/channel_book.ts";
import { DeliveryLog } from "../notifications/delivery_log.ts";
import { DeliveryWorker } from "../notifications/delivery_worker.ts";
import { NoticeBook } from "../notifications/notice_book.ts";
import { Notifier } from "../notifications/notifier.ts";
import { SecretBox } from "../notifications/secret_box.ts";
import { AddressGuard } from "../outgoing/address_guard.ts";
import { OutgoingHttp } from "../outgoing/outgoing_http.ts";
import type { JobQueue } from "../queue/job_queue.ts";
import type { Secrets } from "../secrets.ts";
import type { Stored } from "../store/collections.ts";
import type { Store } from "../store/store.ts";
import { alertRoutingWorker } from "@/workers/alert_routing.ts";
import { alertWorker } from "@/workers/alerts.ts";
import type { TimedWorker } from "@/workers/timed_worker.ts";

/** What tells people: rules, their alerts, routes, and the channels to the outside. */
export interface Alerting {
  alertBook: AlertBook;
  alertRules: AlertRules;
  alertEngine: AlertEngine;
  alertRouting: AlertRouting;
  channels: ChannelBook;
  deliveries: DeliveryLog;
  deliveryWorker: DeliveryWorker;
  notices: NoticeBook;
  notifier: Notifier;
}

export interface AlertingOptions {
  config: Config;
  secrets: Secrets;
  store: Store;
  jobs: JobQueue;
  hub: LiveHub;
  anomalies: AnomalyService;
  logger: Logger;
}

/** Wires alerts and their messages; the handler of deliveries is attached to the queue. */
export function createAlerting(
  { config, secrets, store, jobs, hub, anomalies, logger }: AlertingOptions,
): { alerting: Alerting; workers: TimedWorker[] } {
  const channels = new ChannelBook(store, new SecretBox(secrets.channelKeys));
  const deliveries = new DeliveryLog(store);
  const guard = new AddressGuard(config.outgoingAllow);
  const notices = new NoticeBook({
    store,
    onChanged: () => {
      if (hub.hasReaders("notices")) hub.publish("notices", {});
    },
  });
  const deliveryWorker = new DeliveryWorker({
    channels,
    log: deliveries,
    http: new OutgoingHttp(guard),
    guard,
    notices,
    logger,
  });
  deliveryWorker.attach(jobs);
  const notifier = new Notifier(jobs, channels, deliveries);
  const onChanged = (alerts: readonly Stored<Alert>[]) => {
    if (hub.hasReaders("alerts")) hub.publish("alerts", alerts);
  };
  const alertRouting = new AlertRouting({
    store,
    outgoing: notifier,
    channels: notifier,
    secret: secrets.jwtSecret,
    baseUrl: pageAddress(config),
    logger,
    onAlertsChanged: onChanged,
  });
  const alertEngine = new AlertEngine({
    store,
    router: alertRouting,
    anomalies,
    internal: async () => queueNumbers(await jobs.stats()),
    onChanged,
    logger,
  });
  return {
    alerting: {
      alertBook: new AlertBook({ store, onChanged }),
      alertRules: new AlertRules({ store, events: store.events, anomalies, onChanged }),
      alertEngine,
      alertRouting,
      channels,
      deliveries,
      deliveryWorker,
      notices,
      notifier,
    },
    workers: [
      alertWorker(alertEngine, () => createPack(store), logger),
      alertRoutingWorker(alertRouting, logger),
    ],
  };
}

/** Address of the pages, as messages name it. */
function pageAddress({ publicUrl, host, port }: Config): string {
  const name = host === "0.0.0.0" || host === "::" ? "localhost" : host;
  return publicUrl ?? `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}
