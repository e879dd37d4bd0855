import { CountAlarm } from "@/lib/anomalies/detectors/count_alarm.ts";
import { CountDetector } from "@/lib/anomalies/detectors/count_detector.ts";
import { type EventKind, labelledCounts, type LabelledSeries } from "./labelled_counts.ts";

/** Events at lower rates are not asked for: nothing could find them. */
const MIN_RATE = 5;
/** Buckets after an event in which its echo is no false alarm. */
const ECHO = 30;
const WEEK_MS = 7 * 86_400_000;

/** How well the counts of many series were judged. */
export interface CountQuality {
  found: Record<EventKind, number>;
  asked: Record<EventKind, number>;
  recall: number;
  falsePerWeek: number;
  /** Delays of the found events in buckets, sorted. */
  delays: number[];
}

/** Runs a detector and an alarm over labelled series. */
export function measureCounts(seeds: readonly number[]): CountQuality {
  const found = { outage: 0, drop: 0, spike: 0, shift: 0 };
  const asked = { outage: 0, drop: 0, spike: 0, shift: 0 };
  const delays: number[] = [];
  let falseAlarms = 0;
  let weeks = 0;
  for (const seed of seeds) {
    const series = labelledCounts(seed);
    weeks += series.counts.length * series.bucketMs / WEEK_MS;
    const { firsts, strays } = alarmsOf(series);
    falseAlarms += strays;
    series.events.forEach((event, index) => {
      if (event.rate < MIN_RATE) return;
      asked[event.kind]++;
      const first = firsts[index] as number;
      if (first < 0) return;
      found[event.kind]++;
      delays.push(first - event.from);
    });
  }
  const sum = (counts: Record<EventKind, number>) =>
    Object.values(counts).reduce((total, count) => total + count, 0);
  delays.sort((a, b) => a - b);
  return {
    found,
    asked,
    recall: sum(found) / sum(asked),
    falsePerWeek: falseAlarms / weeks,
    delays,
  };
}

/** First loud bucket of each event, and how many alarms opened where nothing was. */
function alarmsOf({ counts, bucketMs, firstAt, events }: LabelledSeries) {
  const detector = new CountDetector({ bucketMs });
  const alarm = new CountAlarm();
  const firsts = events.map(() => -1);
  let strays = 0;
  counts.forEach((count, index) => {
    const t = firstAt + index * bucketMs;
    const verdict = detector.score(count, t);
    detector.learn(count, t);
    const step = alarm.step(verdict, t);
    const current = events.findIndex(({ from, to }) => index >= from && index < to);
    if (current >= 0) {
      const event = events[current];
      const loud = verdict.ready && Math.abs(verdict.z) >= 5 &&
        Math.sign(verdict.z) === event?.side;
      if (loud && (firsts[current] as number) < 0) firsts[current] = index;
    }
    if (step !== "opened") return;
    const explained = events.some(({ kind, from, to }) =>
      index >= from && index < (kind === "shift" ? from + 2 * 86_400_000 / bucketMs : to + ECHO)
    );
    if (!explained) strays++;
  });
  return { firsts, strays };
}
