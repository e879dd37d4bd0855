import type { ReasonWords } from "./reason.ts";
import type { ReasonFormat } from "./reason_format.ts";

/** English reasons. */
export const reasonWordsEn: ReasonWords = {
  nothing: () => "Nothing unusual was found",
  count: ({ observed, expected, windowMs, bucketMs, low, high, ...what }, say) =>
    `${say.number(observed)} ${what.type} events${of(what)} in ${say.duration(windowMs)}, ` +
    `${compared(observed, expected, say.number, say)}; usual in ${say.duration(bucketMs)} now: ` +
    `${say.number(Math.floor(low))} to ${say.number(Math.ceil(high))}`,
  share: ({ observed, expected, total, windowMs, bucketMs, low, high, ...what }, say) =>
    `${say.percent(observed)} of ${say.plural(total, "event", "events")}${of(what)} in ` +
    `${say.duration(windowMs)} are of type ${what.type}, ` +
    `${compared(observed, expected, say.percent, say)}; usual in ${say.duration(bucketMs)} now: ` +
    `${say.percent(low)} to ${say.percent(high)}`,
  "gauge-value": ({ value, low, high, unit, ...record }, say) => {
    const write = unit === "money" ? say.amount : say.number;
    return `${beyond("The value", record, say)}: ${write(value)}, known ${write(low)} to ${
      write(high)
    }`;
  },
  "gauge-change": (record, say) => beyond("The change from the average of late", record, say),
  "gauge-spread": (record, say) => beyond("The spread of the last 50 points", record, say),
  "gauge-hour": ({ value, expected, unit, ...record }, say) => {
    const write = unit === "money" ? say.amount : say.number;
    const what = "The difference from what is usual at this hour of the week";
    return `${beyond(what, record, say)}: ${write(value)}, usual ${write(expected)}`;
  },
  amount: ({ user, category, ...amounts }, say) => {
    const place = category === undefined ? "" : ` in ${category}`;
    const usual = say.amount(amounts.usual);
    return amounts.n === 0
      ? `${ratio(amounts, say)} the ${usual} to be expected of ${user}${place}; ` +
        "the first such record"
      : `${ratio(amounts, say)} ${user}'s usual ${usual}${place}; ${rank(amounts, say)}`;
  },
  "merchant-amount": ({ merchant, ...amounts }, say) => {
    const usual = say.amount(amounts.usual);
    return amounts.n === 0
      ? `${ratio(amounts, say)} the ${usual} to be expected at ${merchant}; the first record there`
      : `${ratio(amounts, say)} the usual ${usual} at ${merchant}; ${rank(amounts, say)}`;
  },
  velocity: ({ user, count, usual }, say) =>
    `About ${say.about(count)} records of ${user} within a day, where ${
      say.about(usual)
    } are usual`,
  "new-merchant": (facts, say) => novelty("at", facts, say),
  "new-category": (facts, say) => novelty("in", facts, say),
  hour: ({ user, hour, percent, n }, say) =>
    `At ${String(hour).padStart(2, "0")}:00 UTC, when ${user} has ${say.number(percent)} % of ${
      say.number(n)
    } records`,
  duplicate: ({ merchant, amount, minutes }, say) =>
    `Probably a duplicate: ${say.amount(amount)} at ${merchant} was there ${
      minutes < 2 ? "a moment" : say.duration(minutes * 60_000)
    } before`,
  "under-limit": ({ amount, limit }, say) =>
    `${say.amount(amount)} is just under the approval limit of ${say.amount(limit)}`,
  combination: ({ oddness, feature }, say) =>
    `The whole is rare: ${say.number(oddness)} of 12 by forest and neighbours` +
    (feature === "" ? "" : `, mostly for its ${feature}`),
};

function of({ dimension, value }: { dimension: string; value: string }): string {
  return dimension === "" ? "" : ` of ${dimension} ${value}`;
}

function compared(
  observed: number,
  expected: number,
  write: (value: number) => string,
  say: ReasonFormat,
): string {
  const times = expected > 0 ? observed / expected : Infinity;
  return times > 1000
    ? `where ${write(expected)} were expected`
    : `${say.number(times)} times the ${write(expected)} expected`;
}

function beyond(what: string, { beyond, n }: { beyond: number; n: number }, say: ReasonFormat) {
  const far = beyond >= 10 ? "far" : say.percent(beyond);
  return `${what} is ${far} beyond the record of ${say.number(n)} points`;
}

function ratio({ amount, usual }: { amount: number; usual: number }, say: ReasonFormat): string {
  if (!(usual > 0) || !(amount > 0)) return `${say.amount(amount)} instead of`;
  const times = amount / usual;
  return times >= 1 ? `${say.number(times)} times` : `Only ${say.percent(times)} of`;
}

function rank(
  { highest, amount, usual, n }: { highest: number; amount: number; usual: number; n: number },
  say: ReasonFormat,
): string {
  const all = say.number(n + 1);
  if (highest === 1) return `highest of ${all}`;
  return amount > usual ? `not the highest of ${all}` : `of ${all} records`;
}

function novelty(
  where: string,
  { user, name, times, n }: { user: string; name: string; times: number; n: number },
  say: ReasonFormat,
): string {
  if (times === 0) return `${user}'s first record ${where} ${name} in ${say.number(n)}`;
  const often = times === 1 ? "once" : `${say.number(times)} times`;
  return `${user} was ${where} ${name} only ${often} in ${say.number(n)} records`;
}
