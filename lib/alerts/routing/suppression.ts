import type { Severity } from "../alert.ts";
import { type Calendar, isQuiet, quietEnd } from "./calendar.ts";
import { type Labels, matchesAll } from "./matcher.ts";
import type { Suppression } from "./review.ts";
import type { Inhibition } from "./routing_config.ts";
import type { Silence } from "./silence.ts";

/** An alert as far as rules look at it. */
export interface Labelled {
  labels: Labels;
  severity: Severity;
}

/** The silence that covers these labels for the longest time, if any. */
export function silenceOf<S extends Silence>(silences: readonly S[], labels: Labels): S | null {
  const covering = silences.filter(({ matchers }) => matchesAll(matchers, labels));
  return covering.toSorted((a, b) => a.endsAt < b.endsAt ? 1 : -1)[0] ?? null;
}

/**
 * Whether another alert that fires makes this one not worth a message. An alert that is a source and
 * a target of the same rule is not inhibited by its like, as they would hide each other.
 */
export function isInhibited(
  inhibitions: readonly Inhibition[],
  target: Labels,
  firing: readonly Labels[],
): boolean {
  return inhibitions.some(({ sourceMatchers, targetMatchers, equal }) => {
    if (!matchesAll(targetMatchers, target)) return false;
    const isSource = matchesAll(sourceMatchers, target);
    return firing.some((source) =>
      source !== target && matchesAll(sourceMatchers, source) &&
      equal.every((label) => (source[label] ?? "") === (target[label] ?? "")) &&
      !(isSource && matchesAll(targetMatchers, source))
    );
  });
}

/** Everything that keeps alerts from being told, at one moment. */
export interface SuppressionRules {
  silences: readonly Silence[];
  inhibitions: readonly Inhibition[];
  /** Labels of all alerts that fire. */
  firing: readonly Labels[];
  /** Of the route. */
  calendars: readonly Calendar[];
  now: number;
}

/** Why an alert is not told now, `null` when it is. */
export function suppressionOf(alert: Labelled, rules: SuppressionRules): Suppression | null {
  const { silences, inhibitions, firing, calendars, now } = rules;
  const silence = silenceOf(silences, alert.labels);
  if (silence !== null) return { by: "silence", until: Date.parse(silence.endsAt) };
  if (isInhibited(inhibitions, alert.labels, firing)) return { by: "inhibition", until: null };
  const quiet = calendars.filter((calendar) =>
    !(calendar.criticalPasses && alert.severity === "critical") && isQuiet(calendar, now)
  );
  if (quiet.length === 0) return null;
  const until = Math.max(...quiet.map((calendar) => quietEnd(calendar, now)));
  return { by: "calendar", until };
}
