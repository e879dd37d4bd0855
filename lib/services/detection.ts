import type { Registry } from "prom-client";
import { AnomalyMetrics } from "../anomalies/anomaly_metrics.ts";
import { AnomalyService } from "../anomalies/anomaly_service.ts";
import { SeriesDetection } from "../anomalies/detection/series_detection.ts";
import type { SequencedEvent } from "../events/event.ts";
import { ExpenseFeedback } from "../expenses/expense_feedback.ts";
import { RecordScoring } from "../expenses/record_scoring.ts";
import type { LiveHub } from "../live/hub.ts";
import type { Logger } from "../logging/logger.ts";
import type { Store } from "../store/store.ts";
import { anomalyWorker } from "@/workers/anomalies.ts";
import { expenseWorker } from "@/workers/expenses.ts";
import type { TimedWorker } from "@/workers/timed_worker.ts";

/** What notices the abnormal. */
export interface Detection {
  anomalies: AnomalyService;
  seriesDetection: SeriesDetection;
  expenseFeedback: ExpenseFeedback;
}

export interface DetectionOptions {
  store: Store;
  hub: LiveHub;
  registry: Registry;
  logger: Logger;
  /** Told after stored events got their scores. */
  onScored(): void;
  /** How many jobs wait now. */
  waitingJobs(): Promise<number>;
}

/** Wires detection. `onStored` wants to be told of events, in the order of their commits. */
export function createDetection(
  { store, hub, registry, logger, onScored, waitingJobs }: DetectionOptions,
): {
  detection: Detection;
  onStored(events: readonly SequencedEvent[]): void;
  workers: TimedWorker[];
} {
  const anomalies = new AnomalyService({
    store,
    onChanged: (changed) => hub.publish("anomalies", changed),
    onNoticed: (anomaly) => metrics.count(anomaly),
    hearOfRecord: (eventId, feedback, by) =>
      expenseFeedback.give(eventId, feedback === "normal" ? "normal" : "unusual", by),
  });
  const scoring = new RecordScoring({
    store,
    onScored,
    onFlagged: (anomaly) => anomalies.record(anomaly),
  });
  const seriesDetection = new SeriesDetection({ store, anomalies, waitingJobs });
  const metrics = new AnomalyMetrics(registry, {
    open: () => anomalies.countOpen(),
    watched: () => seriesDetection.watched(),
  });
  const scoringWorker = expenseWorker(scoring, logger);
  const expenseFeedback = new ExpenseFeedback(store, async (eventId, verdict) => {
    scoringWorker.wake();
    await anomalies.noteOfRecord(eventId, verdict === "normal" ? "normal" : "useful");
  });
  return {
    detection: { anomalies, seriesDetection, expenseFeedback },
    onStored: (events) => {
      scoring.hear(events);
      scoringWorker.wake();
    },
    workers: [anomalyWorker(seriesDetection, logger), scoringWorker],
  };
}
