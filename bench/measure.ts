/** One line of the result table. */
export interface Measure {
  name: string;
  /** As printed, with its unit. */
  value: string;
  target: string;
  met: boolean;
}

export function measure(name: string, value: string, target: string, met: boolean): Measure {
  return { name, value, target, met };
}

export const fixed = (value: number, digits = 1): string => value.toFixed(digits);
export const whole = (value: number): string => Math.round(value).toLocaleString("en");

/** A value below which `part` of the sorted values lie. */
export function percentile(sorted: ArrayLike<number>, part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** The middle one. */
export function median(values: readonly number[]): number {
  return percentile(values.toSorted((a, b) => a - b), 0.5);
}
