import type { CountVerdict } from "./count_verdict.ts";
import type { GaugeVerdict, GaugeViewName } from "./gauge_detector.ts";
import { plainDuration, plainNumber } from "./plain_number.ts";
import type { Reason } from "./reasons.ts";
import { wholeShares } from "./whole_shares.ts";

const VIEWS: Record<GaugeViewName, string> = {
  value: "The value",
  change: "The change from the average of late",
  spread: "The spread of the last 50 points",
  hour: "The difference from what is usual at this hour of the week",
};

/** How often what was expected happened; null when nothing was expected. */
export function timesExpected({ observed, expected }: CountVerdict): number | null {
  return expected > 0 ? observed / expected : null;
}

/** Begin of the window of a verdict on the bucket that begins at `t`. */
export function windowStart({ window }: CountVerdict, t: number, bucketMs: number): number {
  return t - (window - 1) * bucketMs;
}

/** Why a count is unusual, as one English sentence: "12 errors in 15 minutes, 0.3 times the 40 expected". */
export function describeCount(verdict: CountVerdict, what: string, bucketMs: number): Reason[] {
  const times = timesExpected(verdict);
  const compared = times === null || times > 1000
    ? `where ${plainNumber(verdict.expected)} were expected`
    : `${plainNumber(times)} times the ${plainNumber(verdict.expected)} expected`;
  const within = plainDuration(verdict.window * bucketMs);
  const band = `${plainNumber(Math.floor(verdict.low))} to ${plainNumber(Math.ceil(verdict.high))}`;
  return [{
    text: `${plainNumber(verdict.observed)} ${what} in ${within}, ${compared}; ` +
      `usual in ${plainDuration(bucketMs)} now: ${band}`,
    share: 100,
  }];
}

/** Why a point of a gauge is unusual: one sentence for each view in which it is a record. */
export function describeGauge(verdict: GaugeVerdict, x: number): Reason[] {
  const { views, low, high, expected } = verdict;
  if (views.length === 0) return [{ text: "Nothing unusual was found", share: 100 }];
  const shares = wholeShares(views.map(({ times, n }) => Math.log10(n) * (1 + times)));
  return views.map(({ name, times, n }, index) => {
    const beyond = times >= 10 ? "far" : `${plainNumber(times * 100)} %`;
    const points = n.toLocaleString("en");
    const facts = name === "value"
      ? `: ${plainNumber(x)}, known ${plainNumber(low)} to ${plainNumber(high)}`
      : name === "hour"
      ? `: ${plainNumber(x)}, usual ${plainNumber(expected)}`
      : "";
    return {
      text: `${VIEWS[name]} is ${beyond} beyond the record of ${points} points${facts}`,
      share: shares[index] ?? 0,
    };
  });
}
