import { FlagBudget } from "./flag_budget.ts";
import { RecordMemory, type RecordMemoryState } from "./record_memory.ts";
import { findEvidence, type RecordContext } from "./record_evidence.ts";
import { type Addend, type RecordInput, type RecordVerdict, shareOut } from "./record.ts";
import { RowDetector, type RowState } from "./row_detector.ts";

/** Part of the records that may be flagged. */
const BUDGET = 0.005;
/** A total of so much is a score of one half. */
const HALF_TOTAL = 2;
/**
 * What the second opinion is worth beside the evidence. It costs more than all the rest, so it is asked
 * for from some evidence on, and counts fully where the evidence alone would nearly flag.
 */
const OPINION = 0.1;
const OPINION_FROM = 0.8;
const OPINION_FULL = 2;
/** It learns every record of the first so many, later one in sixteen. */
const FIRST_ROWS = 2048;
const ROW_EVERY = 16;
/** Rules that flag by themselves from this evidence on. */
const RULE_FLAG = 1.5;

export interface RecordOptions {
  /** Amounts above which somebody has to approve; just under one is suspicious. */
  approvalLimits?: readonly number[];
  seed?: number;
}

/** A {@linkcode RecordDetector} as JSON. */
export interface RecordState {
  approvalLimits: number[];
  memory: RecordMemoryState;
  rows: RowState;
  threshold: number;
}

const FEATURES = [
  "amount",
  "amount for the user",
  "amount for the merchant",
  "amount for the category",
  "pace",
  "merchant",
  "category",
  "hour",
];

/**
 * Finds odd records by what the user, the merchant and the category usually are, tells why in
 * numbers, and hears a forest and nearest neighbours as a second opinion. Call `score`, then `learn`,
 * once for each record.
 */
export class RecordDetector {
  #approvalLimits: readonly number[];
  #memory = new RecordMemory();
  #rows: RowDetector;
  #budget = new FlagBudget(BUDGET);
  #scored: { record: RecordInput; context: RecordContext; total: number } | null = null;

  constructor(options: RecordOptions = {}) {
    this.#approvalLimits = options.approvalLimits ?? [];
    this.#rows = new RowDetector(FEATURES.length, { seed: options.seed ?? 1 });
  }

  /** Changes the amounts above which somebody has to approve. */
  setApprovalLimits(limits: readonly number[]): void {
    this.#approvalLimits = limits;
    this.#scored = null;
  }

  /** Judges the record by what was learned before it. */
  score(record: RecordInput): RecordVerdict {
    const context = findEvidence(this.#memory, record, this.#approvalLimits);
    const found = context.evidence;
    const base = found.reduce((sum, { evidence }) => sum + Math.max(0, evidence), 0);
    const oddness = base > OPINION_FROM ? this.#rows.score(context.features) : 0;
    const weight = (base - OPINION_FROM) / (OPINION_FULL - OPINION_FROM);
    const opinion = OPINION * oddness * Math.min(1, weight);
    const total = base + opinion;
    const flagged = this.#budget.isAbove(total) ||
      found.some(({ kind, evidence }) => kind === "duplicate" && evidence >= RULE_FLAG);
    if (opinion > 0) {
      found.push({
        kind: "combination",
        evidence: opinion,
        facts: { oddness, feature: flagged ? this.#oddestFeature(context.features) : "" },
      });
    }
    this.#scored = { record, context, total };
    let addends: Addend[] | null = null;
    return {
      total,
      score: total / (total + HALF_TOTAL),
      flagged,
      // Of most purchases nobody asks.
      get addends() {
        return addends ??= shareOut(found);
      },
    };
  }

  /** Learns the record. */
  learn(record: RecordInput): void {
    if (this.#scored?.record !== record) this.score(record);
    const scored = this.#scored;
    this.#scored = null;
    if (scored === null) return;
    this.#budget.learn(scored.total);
    const before = this.#memory.size;
    const { features, known } = scored.context;
    if (before < FIRST_ROWS || before % ROW_EVERY === 0) this.#rows.learn(features);
    this.#memory.learn(record, known);
  }

  /** Learns from a person that the record, which was learned before, is nothing unusual. */
  markNormal(record: RecordInput): void {
    this.#scored = null;
    this.#memory.learnNormal(record);
  }

  save(): RecordState {
    return {
      approvalLimits: [...this.#approvalLimits],
      memory: this.#memory.save(),
      rows: this.#rows.save(),
      threshold: this.#budget.threshold,
    };
  }

  static restore(state: RecordState): RecordDetector {
    const detector = new RecordDetector({ approvalLimits: state.approvalLimits });
    detector.#memory = RecordMemory.restore(state.memory);
    detector.#rows = RowDetector.restore(state.rows);
    detector.#budget = new FlagBudget(BUDGET, state.threshold);
    return detector;
  }

  #oddestFeature(features: ArrayLike<number>): string {
    const drops = this.#rows.explain(features);
    const most = Math.max(...drops);
    return most > 0 ? FEATURES[drops.indexOf(most)] ?? "" : "";
  }
}
