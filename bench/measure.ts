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
