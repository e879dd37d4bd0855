import { wholeShares } from "./whole_shares.ts";

/** A single record to judge: an expense, a purchase, a transaction. */
export interface RecordInput {
  id: string;
  userId: string;
  category: string | null;
  merchant: string | null;
  amount: number;
  /** Milliseconds since the epoch. */
  t: number;
  /** Records of different types are strangers to each other. */
  type?: string;
}

/** What speaks against a record. */
export type EvidenceKind =
  | "amount"
  | "merchant-amount"
  | "velocity"
  | "new-merchant"
  | "new-category"
  | "hour"
  | "duplicate"
  | "under-limit"
  | "combination";

/** One reason with its weight. */
export interface Addend {
  kind: EvidenceKind;
  /** Whole percents of the total; those of a verdict sum to 100. */
  share: number;
  evidence: number;
  /** The numbers that a sentence about it needs. */
  facts: Record<string, number | string>;
}

/** What the detector says about a record. */
export interface RecordVerdict {
  /** Sum of the evidence. */
  total: number;
  /** The same from 0 to 1. */
  score: number;
  flagged: boolean;
  /** The evidence, the heaviest first; empty when there is none. */
  addends: Addend[];
}

/** The addends of `evidence`, the heaviest first, with whole shares that sum to exactly 100. */
export function shareOut(evidence: readonly Omit<Addend, "share">[]): Addend[] {
  const positive = evidence.filter((addend) => addend.evidence > 0)
    .toSorted((a, b) => b.evidence - a.evidence);
  const shares = wholeShares(positive.map((addend) => addend.evidence));
  return positive.map((addend, index) => ({ ...addend, share: shares[index] ?? 0 }));
}
