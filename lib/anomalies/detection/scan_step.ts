import type { CountAlarm } from "../detectors/count_alarm.ts";
import type { CountVerdict } from "../detectors/count_verdict.ts";
import { BUCKET_MS } from "./series.ts";
import type { Figures, JudgeStep } from "./series_judge.ts";

/** What a verdict of a scan on the bucket at `t` changes about the alarm of its series. */
export function stepOfScan(
  alarm: CountAlarm,
  verdict: CountVerdict,
  t: number,
  isNormal: (size: number) => boolean,
  figures: () => Omit<Figures, "score" | "windowMs">,
): JudgeStep | null {
  const step = alarm.step(verdict, t, alarm.isLoud(verdict) && isNormal(verdict.z));
  if (step === null) return null;
  if (step === "closed") return { step };
  const { z, window } = verdict;
  return {
    step,
    figures: { ...figures(), score: Math.abs(z), windowMs: window * BUCKET_MS },
    direction: alarm.direction ?? "high",
    startedAt: t - (window - 1) * BUCKET_MS,
  };
}
