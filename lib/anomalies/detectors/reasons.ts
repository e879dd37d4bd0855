import { plainNumber } from "./plain_number.ts";
import type { Addend, RecordInput, RecordVerdict } from "./record.ts";

/** One reason as a sentence. */
export interface Reason {
  text: string;
  /** Whole percents; those of a record sum to 100. */
  share: number;
}

/**
 * The reasons of a verdict as English sentences with numbers, the heaviest first. The user is called
 * by `userName`.
 */
export function describeRecord(
  verdict: RecordVerdict,
  record: RecordInput,
  userName: string = record.userId,
): Reason[] {
  if (verdict.addends.length === 0) {
    return [{ text: "Nothing unusual was found", share: 100 }];
  }
  return verdict.addends.map((addend) => ({
    text: sentence(addend, record, userName),
    share: addend.share,
  }));
}

function sentence({ kind, facts }: Addend, record: RecordInput, user: string): string {
  const number = (name: string) => Number(facts[name] ?? 0);
  const { n, usual, amount } = { n: number("n"), usual: number("usual"), amount: number("amount") };
  switch (kind) {
    case "amount": {
      const place = record.category === null ? "" : ` in ${record.category}`;
      if (n === 0) {
        return `${ratio(amount, usual)} the ${
          plainNumber(usual)
        } to be expected of ${user}${place}; the first such record`;
      }
      return `${ratio(amount, usual)} ${user}'s usual ${plainNumber(usual)}${place}; ${
        rank(number("highest"), amount, usual, n)
      }`;
    }
    case "merchant-amount":
      if (n === 0) {
        return `${ratio(amount, usual)} the ${
          plainNumber(usual)
        } to be expected at ${record.merchant}; the first record there`;
      }
      return `${ratio(amount, usual)} the usual ${plainNumber(usual)} at ${record.merchant}; ${
        rank(number("highest"), amount, usual, n)
      }`;
    case "velocity":
      return `${plainNumber(number("count"))} records of ${user} within about a day, where ${
        plainNumber(usual)
      } are usual`;
    case "new-merchant":
    case "new-category": {
      const what = kind === "new-merchant" ? "at" : "in";
      const times = number("times");
      return times === 0
        ? `${user}'s first record ${what} ${facts.name} in ${n}`
        : `${user} was ${what} ${facts.name} only ${
          times === 1 ? "once" : `${times} times`
        } in ${n} records`;
    }
    case "hour":
      return `At ${String(number("hour")).padStart(2, "0")}:00 UTC, when ${user} has ${
        plainNumber(number("percent"))
      } % of ${n} records`;
    case "duplicate":
      return `Probably a duplicate: ${plainNumber(amount)} at ${facts.merchant} was there ${
        minutes(number("minutes"))
      } before`;
    case "under-limit":
      return `${plainNumber(amount)} is just under the approval limit of ${
        plainNumber(number("limit"))
      }`;
    case "combination": {
      const feature = String(facts.feature ?? "");
      return `The whole is rare: ${plainNumber(number("oddness"))} of 12 by forest and neighbours` +
        (feature === "" ? "" : `, mostly for its ${feature}`);
    }
  }
}

function ratio(amount: number, usual: number): string {
  if (!(usual > 0) || !(amount > 0)) return `${plainNumber(amount)} instead of`;
  const times = amount / usual;
  return times >= 1 ? `${plainNumber(times)} times` : `Only ${plainNumber(times * 100)} % of`;
}

function rank(highest: number, amount: number, usual: number, n: number): string {
  if (highest === 1) return `highest of ${n + 1}`;
  return amount > usual ? `not the highest of ${n + 1}` : `of ${n + 1} records`;
}

function minutes(count: number): string {
  if (count < 2) return "a moment";
  return count < 120 ? `${count} minutes` : `${Math.round(count / 60)} hours`;
}
