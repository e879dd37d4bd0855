import { type Labels, matchesAll } from "./matcher.ts";
import type { Inhibition } from "./routing_config.ts";

/** An alert that fires. */
export interface Source {
  id: string;
  labels: Labels;
}

interface IndexedRule {
  rule: Inhibition;
  /** Sources by their values of the `equal` labels. */
  sources: Map<string, (Source & { isTarget: boolean })[]>;
}

function keyOf(equal: readonly string[], labels: Labels): string {
  return JSON.stringify(equal.map((label) => labels[label] ?? ""));
}

/** The rules of inhibition with the alerts that fire now, so that each question is a look-up. */
export class Inhibitions {
  readonly #rules: readonly IndexedRule[];

  constructor(rules: readonly Inhibition[], firing: readonly Source[]) {
    this.#rules = rules.map((rule) => {
      const sources: IndexedRule["sources"] = new Map();
      for (const { id, labels } of firing) {
        if (!matchesAll(rule.sourceMatchers, labels)) continue;
        const key = keyOf(rule.equal, labels);
        const same = sources.get(key) ?? [];
        same.push({ id, labels, isTarget: matchesAll(rule.targetMatchers, labels) });
        sources.set(key, same);
      }
      return { rule, sources };
    });
  }

  /**
   * Whether another alert makes this one not worth a message. An alert that is a source and a target
   * of the same rule is not inhibited by its like, as they would hide each other.
   */
  cover({ alertId, labels }: { alertId: string | null; labels: Labels }): boolean {
    return this.#rules.some(({ rule, sources }) => {
      if (sources.size === 0 || !matchesAll(rule.targetMatchers, labels)) return false;
      const isSource = matchesAll(rule.sourceMatchers, labels);
      const same = sources.get(keyOf(rule.equal, labels)) ?? [];
      return same.some(({ id, isTarget }) => id !== alertId && !(isSource && isTarget));
    });
  }
}
