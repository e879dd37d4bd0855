import type { Stored } from "../store/collections.ts";
import { DuplicateError, type Store } from "../store/store.ts";
import { ALERT_CLOCK, type AlertClock, CLOCK_ID, readClock } from "./alert_clock.ts";
import { ALERT_RULES, type RuleInput } from "./rule.ts";

const base = { enabled: true, groupBy: null, keepFiringMinutes: 0, labels: {} } as const;

/** Rules that every Vigia begins with, by a key that stays. */
export const RULE_PACK: Readonly<Record<string, RuleInput>> = {
  "error-spike": {
    ...base,
    name: "ErrorSpike",
    severity: "critical",
    condition: {
      kind: "threshold",
      filter: { type: "error" },
      metric: "share",
      windowMinutes: 2,
      operator: "above",
      value: 0.25,
      minBase: 40,
    },
    forMinutes: 0,
    keepFiringMinutes: 1,
    annotations: {
      summary: "Errors are {{value}} of all events (limit {{threshold}}) in the last {{window}}",
    },
  },
  "payment-silence": {
    ...base,
    name: "PaymentSilence",
    severity: "critical",
    condition: {
      kind: "absence",
      filter: { type: "purchase" },
      windowMinutes: 30,
      minBefore: 1_000,
    },
    forMinutes: 0,
    annotations: {
      summary: "No purchase in the last {{window}}, after {{base}} in the 24 hours before",
    },
  },
  "abnormal-expense": {
    ...base,
    name: "AbnormalExpense",
    severity: "warning",
    condition: {
      kind: "anomaly",
      anomalyKind: "record",
      type: "expense",
      minScore: 0,
      windowMinutes: 15,
    },
    forMinutes: 0,
    annotations: { summary: "An expense is far from usual (score {{value}})" },
  },
  "queue-backlog": {
    ...base,
    name: "QueueBacklog",
    severity: "warning",
    condition: {
      kind: "internal",
      metric: "queue.oldestPendingMs",
      operator: "above",
      value: 300_000,
    },
    forMinutes: 2,
    annotations: { summary: "The oldest job has been waiting for {{value}} ms" },
  },
  "dead-letters": {
    ...base,
    name: "DeadLetters",
    severity: "warning",
    condition: { kind: "internal", metric: "queue.deadLetters", operator: "above", value: 0 },
    forMinutes: 0,
    annotations: { summary: "{{value}} jobs were given up after their last attempt" },
  },
};

/** Makes the rules of the pack that were never made here; those that people deleted stay deleted. */
export async function createPack(store: Store): Promise<void> {
  const { packKeys } = await readClock(store.collection(ALERT_CLOCK));
  const missing = Object.keys(RULE_PACK).filter((key) => !packKeys.includes(key));
  if (missing.length === 0) return;
  const make = () =>
    store.transaction(async (tx) => {
      const clock: Stored<AlertClock> | null = await tx.collection(ALERT_CLOCK).get(CLOCK_ID);
      const made = clock?.packKeys ?? [];
      for (const packKey of missing) {
        if (made.includes(packKey)) continue;
        await tx.collection(ALERT_RULES).insert({
          ...RULE_PACK[packKey]!,
          packKey,
          changedBy: null,
        });
      }
      await tx.collection(ALERT_CLOCK).patch(CLOCK_ID, {
        packKeys: [...new Set([...made, ...missing])],
      });
    });
  try {
    await make();
  } catch (error) {
    // Another process that starts at the same time has made them.
    if (!(error instanceof DuplicateError)) throw error;
  }
}
