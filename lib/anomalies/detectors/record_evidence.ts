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
import { keysOf, type RecordKeys, type RecordMemory } from "./record_memory.ts";
import { hasHour, hourShare, paceAt } from "./user_pace.ts";

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
  evidence: Evidence[];
  features: Float64Array;
}

/** Compares a record with what is remembered. */
export function findEvidence(
  memory: RecordMemory,
  record: RecordInput,
  approvalLimits: readonly number[],
): RecordContext {
  const keys = keysOf(record);
  const log = logAmount(record.amount);
  const amounts = judgeAmount(memory, keys, record, log);
  const pace = judgePace(memory, keys, record.t);
  const merchant = judgeNovelty(memory, keys, "new-merchant", record.merchant);
  const category = judgeNovelty(memory, keys, "new-category", record.category);
  const hour = judgeHour(memory, keys, record.t);
  // Of two things that are new only the newer counts: a new merchant often has a new category.
  const novelty = merchant.evidence >= category.evidence ? merchant : category;
  const evidence = [
    amounts.user,
    amounts.merchant,
    pace.evidence,
    { ...novelty, evidence: SIDE_WEIGHT * novelty.evidence },
    hour,
    judgeRepeat(memory, keys, record),
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
  return { evidence, features };
}

interface AmountsJudged {
  user: Evidence | null;
  merchant: Evidence | null;
  z: number;
  merchantZ: number;
  categoryZ: number;
}

function judgeAmount(
  memory: RecordMemory,
  keys: RecordKeys,
  record: RecordInput,
  log: number,
): AmountsJudged {
  const { groups } = memory;
  const get = (key: string | null) => key === null ? undefined : groups.get(key);
  const allGroup = groups.get(`${keys.all}\0a`);
  const all = shrink(allGroup, {
    mean: allGroup === undefined ? log : allGroup.mean,
    variance: FIRST_VARIANCE,
  });
  const userGroup = get(keys.user);
  const user = shrink(userGroup, all);
  const categoryGroup = get(keys.category);
  const category = shrink(categoryGroup, all);
  const merchantGroup = get(keys.merchant);
  const merchant = shrink(merchantGroup, category);
  const ownGroup = keys.userCategory === null ? userGroup : get(keys.userCategory);
  // What this user usually spends in this category, before it is known: the user's way on top of the
  // category's.
  const own = keys.userCategory === null ? user : shrink(ownGroup, {
    mean: user.mean + category.mean - all.mean,
    variance: category.variance,
  });
  const z = deviation(log, own, ownGroup?.n ?? 0);
  const merchantZ = deviation(log, merchant, merchantGroup?.n ?? 0);
  const categoryZ = deviation(log, category, categoryGroup?.n ?? 0);
  const evidence = (
    kind: EvidenceKind,
    group: PeerGroup | undefined,
    spread: Spread,
    value: number,
    weight: number,
  ): Evidence => ({
    kind,
    evidence: weight * Math.max(0, evidenceOf(value) - (group?.tolerance ?? 0)),
    facts: {
      amount: record.amount,
      usual: amountOfLog(spread.mean),
      n: group?.n ?? 0,
      highest: group !== undefined && group.n > 0 && log > group.highest ? 1 : 0,
      ...nameOf(kind, record),
    },
  });
  return {
    user: evidence("amount", ownGroup, own, z, 1),
    merchant: keys.merchant === null
      ? null
      : evidence("merchant-amount", merchantGroup, merchant, merchantZ, SIDE_WEIGHT),
    z,
    merchantZ,
    categoryZ,
  };
}

function nameOf(kind: EvidenceKind, record: RecordInput): Record<string, string> {
  if (kind === "merchant-amount") return { merchant: record.merchant ?? "" };
  return record.category === null
    ? { user: record.userId }
    : { user: record.userId, category: record.category };
}

function judgePace(
  memory: RecordMemory,
  keys: RecordKeys,
  t: number,
): { evidence: Evidence | null; z: number } {
  const pace = memory.paces.get(keys.user);
  if (pace === undefined) return { evidence: null, z: 0 };
  const [now, usual] = paceAt(pace, t, memory.everybody(keys.all).pace);
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
  memory: RecordMemory,
  keys: RecordKeys,
  kind: "new-merchant" | "new-category",
  name: string | null,
): Evidence {
  const isMerchant = kind === "new-merchant";
  const key = isMerchant ? keys.merchant : keys.category;
  const n = memory.groups.get(keys.user)?.n ?? 0;
  const times = isMerchant
    ? memory.visits.get(keys.userMerchant ?? "")?.n ?? 0
    : memory.groups.get(keys.userCategory ?? "")?.n ?? 0;
  const everybody = memory.everybody(keys.all).n;
  const usual = ((key === null ? 0 : memory.groups.get(key)?.n ?? 0) + 1) / (everybody + 1);
  const share = (times + NOVELTY_PRIOR * Math.min(1, usual)) / (n + NOVELTY_PRIOR);
  const novelty = key === null || n === 0 ? 0 : -Math.log10(share) - 1;
  return {
    kind,
    evidence: Math.min(MAX_NOVELTY, Math.max(0, novelty)),
    facts: { name: name ?? "", times, n },
  };
}

function judgeHour(memory: RecordMemory, keys: RecordKeys, t: number): Evidence | null {
  const pace = memory.paces.get(keys.user);
  if (pace === undefined || !hasHour(t)) return null;
  const everybody = hourShare(memory.everybody(keys.all).hours, t, 1 / 24, 24);
  const share = hourShare(pace.hours, t, everybody, HOUR_PRIOR);
  const rarity = -Math.log10(share * 24) - 0.3;
  return {
    kind: "hour",
    evidence: SIDE_WEIGHT * Math.min(MAX_HOUR, Math.max(0, rarity)),
    facts: { hour: new Date(t).getUTCHours(), percent: share * 100, n: pace.n },
  };
}

function judgeRepeat(memory: RecordMemory, keys: RecordKeys, record: RecordInput): Evidence | null {
  const visits = keys.userMerchant === null ? undefined : memory.visits.get(keys.userMerchant);
  const before = repeatOf(visits, record.amount, record.t);
  if (visits === undefined || before === null) return null;
  const all = memory.everybody(keys.all);
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
