import type { Addend, RecordInput, RecordVerdict } from "./record.ts";

/** One reason as a sentence. */
export interface Reason {
  text: string;
  /** Whole percents; those of a record sum to 100. */
  share: number;
}

/** The reasons of a verdict as English sentences with numbers, the heaviest first. */
export function describeRecord(verdict: RecordVerdict, record: RecordInput): Reason[] {
  if (verdict.addends.length === 0) {
    return [{ text: "Nothing unusual was found", share: 100 }];
  }
  return verdict.addends.map((addend) => ({ text: sentence(addend, record), share: addend.share }));
}

function sentence({ kind, facts }: Addend, record: RecordInput): string {
  const number = (name: string) => Number(facts[name] ?? 0);
  const { n, usual, amount } = { n: number("n"), usual: number("usual"), amount: number("amount") };
  switch (kind) {
    case "amount": {
      const place = record.category === null ? "" : ` in ${record.category}`;
      if (n === 0) {
        return `${ratio(amount, usual)} the ${
          plain(usual)
        } to be expected of ${record.userId}${place}; the first such record`;
      }
      return `${ratio(amount, usual)} ${record.userId}'s usual ${plain(usual)}${place}; ${
        rank(number("highest"), amount, usual, n)
      }`;
    }
    case "merchant-amount":
      if (n === 0) {
        return `${ratio(amount, usual)} the ${
          plain(usual)
        } to be expected at ${record.merchant}; the first record there`;
      }
      return `${ratio(amount, usual)} the usual ${plain(usual)} at ${record.merchant}; ${
        rank(number("highest"), amount, usual, n)
      }`;
    case "velocity":
      return `${plain(number("count"))} records of ${record.userId} within about a day, where ${
        plain(usual)
      } are usual`;
    case "new-merchant":
    case "new-category": {
      const what = kind === "new-merchant" ? "at" : "in";
      const times = number("times");
      return times === 0
        ? `${record.userId}'s first record ${what} ${facts.name} in ${n}`
        : `${record.userId} was ${what} ${facts.name} only ${
          times === 1 ? "once" : `${times} times`
        } in ${n} records`;
    }
    case "hour":
      return `At ${String(number("hour")).padStart(2, "0")}:00 UTC, when ${record.userId} has ${
        plain(number("percent"))
      } % of ${n} records`;
    case "duplicate":
      return `Probably a duplicate: ${plain(amount)} at ${facts.merchant} was there ${
        minutes(number("minutes"))
      } before`;
    case "under-limit":
      return `${plain(amount)} is just under the approval limit of ${plain(number("limit"))}`;
    case "combination": {
      const feature = String(facts.feature ?? "");
      return `The whole is rare: ${plain(number("oddness"))} of 12.5 by forest and neighbours` +
        (feature === "" ? "" : `, mostly for its ${feature}`);
    }
  }
}

function ratio(amount: number, usual: number): string {
  if (!(usual > 0) || !(amount > 0)) return `${plain(amount)} instead of`;
  const times = amount / usual;
  return times >= 1 ? `${plain(times)} times` : `Only ${plain(times * 100)} % of`;
}

function rank(highest: number, amount: number, usual: number, n: number): string {
  if (highest === 1) return `highest of ${n + 1}`;
  return amount > usual ? `not the highest of ${n + 1}` : `of ${n + 1} records`;
}

function minutes(count: number): string {
  if (count < 2) return "a moment";
  return count < 120 ? `${count} minutes` : `${Math.round(count / 60)} hours`;
}

/** Three digits are enough, but whole amounts are shown as they are. */
function plain(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : size >= 1 ? 1 : 2;
  return String(Number(value.toFixed(digits)));
}
