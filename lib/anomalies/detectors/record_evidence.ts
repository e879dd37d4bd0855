import { repeatOf } from "./merchant_visits.ts";
import {
  amountOfLog,
  deviation,
  evidenceOf,
  logAmount,
  type PeerGroup,
  shrink,
  type Spread,
} from "./peer_group.ts";
import type { Addend, EvidenceKind, RecordInput } from "./record.ts";
import type { Recalled, RecordMemory } from "./record_memory.ts";
import { hasHour, hourOf, hourShare, paceAt } from "./user_pace.ts";

/** The variance of logarithms before anything was seen. */
const FIRST_VARIANCE = 1;
/** Weight of all but the user's own amounts. */
const SIDE_WEIGHT = 0.5;
const NOVELTY_PRIOR = 8;
const MAX_NOVELTY = 1.5;
const HOUR_PRIOR = 8;
const MAX_HOUR = 1;
/** A repeat is worth what it is rare, 2.5 at most. */
const MAX_DUPLICATE = 2.5;
const REPEAT_PRIOR = 10;
const UNDER_LIMIT = 1;
/** "Just under" is within this part below a limit. */
const NEAR_LIMIT = 0.05;

type Evidence = Omit<Addend, "share">;

/** What speaks against a record, and the same as numbers for the second opinion. */
export interface RecordContext {
  known: Recalled;
  evidence: Evidence[];
  features: Float64Array;
}

/** Compares a record with what is remembered. */
export function findEvidence(
  memory: RecordMemory,
  record: RecordInput,
  approvalLimits: readonly number[],
): RecordContext {
  const known = memory.recall(record);
  const log = logAmount(record.amount);
  const amounts = judgeAmount(known, record, log);
  const pace = judgePace(known, record.t);
  const merchant = judgeNovelty(known, "new-merchant", record.merchant);
  const category = judgeNovelty(known, "new-category", record.category);
  const hour = judgeHour(known, record.t);
  // Of two things that are new only the newer counts: a new merchant often has a new category.
  const novelty = merchant.evidence >= category.evidence ? merchant : category;
  const evidence = [
    amounts.user,
    amounts.merchant,
    pace.evidence,
    { ...novelty, evidence: SIDE_WEIGHT * novelty.evidence },
    hour,
    judgeRepeat(known, record),
    judgeLimit(record.amount, approvalLimits),
  ].filter((entry) => entry !== null && entry.evidence > 0) as Evidence[];
  const features = Float64Array.of(
    log,
    amounts.z,
    amounts.merchantZ,
    amounts.categoryZ,
    pace.z,
    merchant.evidence,
    category.evidence,
    hour?.evidence ?? 0,
  );
  return { known, evidence, features };
}

interface AmountsJudged {
  user: Evidence | null;
  merchant: Evidence | null;
  z: number;
  merchantZ: number;
  categoryZ: number;
}

function judgeAmount(known: Recalled, record: RecordInput, log: number): AmountsJudged {
  const { keys } = known;
  const all = shrink(known.all, {
    mean: known.all === undefined ? log : known.all.mean,
    variance: FIRST_VARIANCE,
  });
  const user = shrink(known.user, all);
  const category = shrink(known.category, all);
  const merchant = shrink(known.merchant, category);
  const ownGroup = keys.userCategory === null ? known.user : known.userCategory;
  // What this user usually spends in this category, before it is known: the user's way on top of the
  // category's.
  const own = keys.userCategory === null ? user : shrink(ownGroup, {
    mean: user.mean + category.mean - all.mean,
    variance: category.variance,
  });
  const z = deviation(log, own, ownGroup?.n ?? 0);
  const merchantZ = deviation(log, merchant, known.merchant?.n ?? 0);
  const categoryZ = deviation(log, category, known.category?.n ?? 0);
  return {
    user: amountEvidence("amount", record, log, ownGroup, own, z),
    merchant: keys.merchant === null
      ? null
      : amountEvidence("merchant-amount", record, log, known.merchant, merchant, merchantZ),
    z,
    merchantZ,
    categoryZ,
  };
}

function amountEvidence(
  kind: EvidenceKind,
  record: RecordInput,
  log: number,
  group: PeerGroup | undefined,
  spread: Spread,
  z: number,
): Evidence | null {
  const evidence = evidenceOf(z) - (group?.tolerance ?? 0);
  if (evidence <= 0) return null;
  return {
    kind,
    evidence: kind === "amount" ? evidence : SIDE_WEIGHT * evidence,
    facts: {
      amount: record.amount,
      usual: amountOfLog(spread.mean),
      n: group?.n ?? 0,
      highest: group !== undefined && group.n > 0 && log > group.highest ? 1 : 0,
      ...nameOf(kind, record),
    },
  };
}

function nameOf(kind: EvidenceKind, record: RecordInput): Record<string, string> {
  if (kind === "merchant-amount") return { merchant: record.merchant ?? "" };
  return record.category === null
    ? { user: record.userId }
    : { user: record.userId, category: record.category };
}

function judgePace(
  { pace, everybody }: Recalled,
  t: number,
): { evidence: Evidence | null; z: number } {
  if (pace === undefined) return { evidence: null, z: 0 };
  const [now, usual] = paceAt(pace, t, everybody.pace);
  const z = 2 * (Math.sqrt(now + 3 / 8) - Math.sqrt(usual + 3 / 8));
  return {
    z,
    evidence: z <= 0 ? null : {
      kind: "velocity",
      evidence: SIDE_WEIGHT * evidenceOf(z),
      facts: { count: now + 1, usual },
    },
  };
}

function judgeNovelty(
  known: Recalled,
  kind: "new-merchant" | "new-category",
  name: string | null,
): Evidence {
  const isMerchant = kind === "new-merchant";
  const n = known.user?.n ?? 0;
  const times = (isMerchant ? known.visits : known.userCategory)?.n ?? 0;
  const everywhere = (isMerchant ? known.merchant : known.category)?.n ?? 0;
  const usual = (everywhere + 1) / (known.everybody.n + 1);
  const share = (times + NOVELTY_PRIOR * Math.min(1, usual)) / (n + NOVELTY_PRIOR);
  const novelty = name === null || n === 0 ? 0 : -Math.log10(share) - 1;
  return {
    kind,
    evidence: Math.min(MAX_NOVELTY, Math.max(0, novelty)),
    facts: { name: name ?? "", times, n },
  };
}

function judgeHour({ pace, everybody }: Recalled, t: number): Evidence | null {
  if (pace === undefined || !hasHour(t)) return null;
  const usual = hourShare(everybody.hours, t, 1 / 24, 24);
  const share = hourShare(pace.hours, t, usual, HOUR_PRIOR);
  const rarity = -Math.log10(share * 24) - 0.3;
  if (rarity <= 0) return null;
  return {
    kind: "hour",
    evidence: SIDE_WEIGHT * Math.min(MAX_HOUR, rarity),
    facts: { hour: hourOf(t), percent: share * 100, n: pace.n },
  };
}

function judgeRepeat({ visits, everybody: all }: Recalled, record: RecordInput): Evidence | null {
  const before = repeatOf(visits, record.amount, record.t);
  if (visits === undefined || before === null) return null;
  const usual = (all.repeats + 1) / (all.n + 200);
  const share = (visits.repeats + REPEAT_PRIOR * usual) / (visits.n + REPEAT_PRIOR);
  return {
    kind: "duplicate",
    evidence: Math.min(MAX_DUPLICATE, Math.max(0, -Math.log10(share))),
    facts: {
      merchant: record.merchant ?? "",
      amount: record.amount,
      minutes: Math.round(Math.abs(record.t - before) / 60_000),
    },
  };
}

function judgeLimit(amount: number, limits: readonly number[]): Evidence | null {
  const limit = limits.find((value) => amount < value && amount >= value * (1 - NEAR_LIMIT));
  if (limit === undefined) return null;
  return { kind: "under-limit", evidence: UNDER_LIMIT, facts: { amount, limit } };
}
