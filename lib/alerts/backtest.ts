import type { EventStore } from "../store/events.ts";
import type { AnomalySource } from "./anomaly_spans.ts";
import { WHOLE } from "./bucket_grid.ts";
import { type Condition, isLowAlarming, limitOf, MAX_WINDOW_MINUTES } from "./condition.ts";
import { readGrid } from "./grid_reader.ts";
import type { RuleInput } from "./rule.ts";
import { neededSources, type RuleInputs, samplesOf, stepValues } from "./rule_inputs.ts";
import { GRID_MS, type RuleState, type Sample } from "./rule_state.ts";

/** Longest time that a rule is tried on. */
export const MAX_BACK_TEST_DAYS = 30;
/** Firings that are listed; all are counted. */
const MAX_LISTED = 500;
/** Points of the drawing. */
const MAX_POINTS = 720;
/** Moments after which others get a turn. */
const TURN = 2_000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** One time that the rule would have fired. */
export interface BackTestFiring {
  dimensionValue: string | null;
  value: number | null;
  pendingAt: string;
  firedAt: string;
  /** `null` where it would still be firing. */
  resolvedAt: string | null;
}

export interface BackTest {
  from: string;
  to: string;
  /** Times that the rule would have fired. */
  count: number;
  /** Oldest first, at most 500. */
  firings: BackTestFiring[];
  /** What was measured, the most alarming value of each stretch of time over all dimension values. */
  points: { t: string; value: number | null }[];
  /** Where the line is that the value must cross. */
  limit: number;
  /** Whether the dimension has more values than are measured, so that live evaluation may see others. */
  truncated: boolean;
}

export interface BackTestOptions {
  events: Pick<EventStore, "timeseries">;
  anomalies: AnomalySource;
  /** Last moment, epoch milliseconds; the grid's last one before it counts. */
  until: number;
  days: number;
}

/** Vigia keeps no past of its own numbers, so rules about them cannot be tried on it. */
export function hasPast({ kind }: Condition): boolean {
  return kind !== "internal";
}

/**
 * How often a rule would have fired: the steps of the live evaluation on the same grid, on what the
 * store knows of the time now. Some day-long queries in all, whatever the rule.
 */
export async function backTest(rule: RuleInput, options: BackTestOptions): Promise<BackTest> {
  const to = Math.floor(options.until / GRID_MS) * GRID_MS;
  const from = to - options.days * DAY_MS;
  const inputs = await readInputs(rule, options, from, to);
  const drawing = new Drawing(rule.condition, from, to);
  const states = new Map<string, RuleState>();
  const firings: BackTestFiring[] = [];
  const open = new Map<string, BackTestFiring>();
  let count = 0;
  for (let t = from + GRID_MS, turn = 1; t <= to; t += GRID_MS, turn++) {
    if (turn % TURN === 0) await new Promise((resolve) => setTimeout(resolve));
    drawing.add(t, samplesOf(rule, inputs, states.keys(), t));
    for (const { value, change, state, sample } of stepValues(rule, inputs, states, t)) {
      if (state.phase === "inactive") states.delete(value);
      else states.set(value, state);
      if (change === "fired" && state.phase === "firing") {
        count++;
        const firing: BackTestFiring = {
          dimensionValue: value === WHOLE ? null : value,
          value: sample.value,
          pendingAt: new Date(state.pendingAt).toISOString(),
          firedAt: new Date(t).toISOString(),
          resolvedAt: null,
        };
        open.set(value, firing);
        if (firings.length < MAX_LISTED) firings.push(firing);
      }
      if (change === "resolved") open.get(value)!.resolvedAt = new Date(t).toISOString();
    }
  }
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    count,
    firings,
    points: drawing.points(),
    limit: limitOf(rule.condition),
    truncated: [...inputs.grids.values()].some(({ isCut }) => isCut),
  };
}

async function readInputs(
  rule: RuleInput,
  { events, anomalies }: BackTestOptions,
  from: number,
  to: number,
): Promise<RuleInputs> {
  const grids = new Map<string, Awaited<ReturnType<typeof readGrid>>>();
  for (const [id, { source, minutes }] of neededSources([rule])) {
    grids.set(id, await readGrid(events, source, minutes, from, to));
  }
  const spans = rule.condition.kind === "anomaly"
    ? await anomalies.between(from - MAX_WINDOW_MINUTES * GRID_MS, to)
    : [];
  return { grids, anomalies: spans, internal: null };
}

/** Keeps of each stretch of time the most alarming value. */
class Drawing {
  readonly #from: number;
  readonly #stepMs: number;
  readonly #values: (number | null)[];
  readonly #isLow: boolean;

  constructor(condition: Condition, from: number, to: number) {
    this.#from = from;
    this.#stepMs = Math.ceil((to - from) / MAX_POINTS / GRID_MS) * GRID_MS;
    this.#values = new Array(Math.ceil((to - from) / this.#stepMs)).fill(null);
    this.#isLow = isLowAlarming(condition);
  }

  add(t: number, samples: ReadonlyMap<string, Sample | null>): void {
    const index = Math.floor((t - GRID_MS - this.#from) / this.#stepMs);
    for (const sample of samples.values()) {
      const value = sample?.value ?? null;
      const kept = this.#values[index] ?? null;
      if (value === null) continue;
      if (kept === null || (this.#isLow ? value < kept : value > kept)) this.#values[index] = value;
    }
  }

  points(): { t: string; value: number | null }[] {
    return this.#values.map((value, index) => ({
      t: new Date(this.#from + index * this.#stepMs).toISOString(),
      value,
    }));
  }
}
