const FORMAT = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });

/** A number for a sentence: three digits are enough, but what is whole stays whole. */
export function plainNumber(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 100 || Number.isInteger(value) ? 0 : size >= 1 ? 1 : 2;
  return FORMAT.format(Number(value.toFixed(digits)));
}

/** A length of time in the largest unit that says it well. */
export function plainDuration(ms: number): string {
  const units: [ms: number, name: string][] = [
    [86_400_000, "day"],
    [3_600_000, "hour"],
    [60_000, "minute"],
  ];
  const [size, name] =
    units.find(([length]) => ms >= length && ms % length === 0 || ms >= 2 * length) ??
      [1000, "second"];
  const count = Math.round(ms / size);
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}
