import type { Severity } from "../alert.ts";
import type { QuietTime } from "./calendar.ts";
import type { Inhibitions } from "./inhibitions.ts";
import { type Labels, matchesAll } from "./matcher.ts";
import type { Suppression } from "./review.ts";
import type { Silence } from "./silence.ts";

/** An alert as far as rules look at it. */
export interface Labelled {
  /** Of the stored alert, if it is one. */
  alertId: string | null;
  labels: Labels;
  severity: Severity;
}

/** The silence that covers these labels for the longest time, if any. */
export function silenceOf<S extends Silence>(silences: readonly S[], labels: Labels): S | null {
  const covering = silences.filter(({ matchers }) => matchesAll(matchers, labels));
  return covering.toSorted((a, b) => a.endsAt < b.endsAt ? 1 : -1)[0] ?? null;
}

/** Everything that keeps alerts from being told, at one moment. */
export interface SuppressionRules {
  silences: readonly Silence[];
  inhibitions: Inhibitions;
  /** Of the route's calendars. */
  quiet: readonly QuietTime[];
}

/** Why an alert is not told now, `null` when it is. */
export function suppressionOf(alert: Labelled, rules: SuppressionRules): Suppression | null {
  const { silences, inhibitions, quiet } = rules;
  const silence = silenceOf(silences, alert.labels);
  if (silence !== null) return { by: "silence", until: Date.parse(silence.endsAt) };
  if (inhibitions.cover(alert)) return { by: "inhibition", until: null };
  const held = quiet.filter(({ criticalPasses }) =>
    !(criticalPasses && alert.severity === "critical")
  );
  if (held.length === 0) return null;
  return { by: "calendar", until: Math.max(...held.map(({ until }) => until)) };
}
