/** Money inside the store: whole numbers of 1/10,000, so that sums are exact. */
const UNITS = 10_000;
/**
 * Sums are kept as two integers, `billions` × 10⁹ + `units`, since one 64-bit integer would overflow
 * after some 900 events of the largest value.
 */
export const BILLION = 1_000_000_000;

/** A value in 1/10,000, rounded half away from zero. Beyond 2⁵³ it is a bigint, as SQLite reads both. */
export function unitsOf(value: number): number | bigint {
  const whole = Math.trunc(value);
  // The difference is exact; only its product is rounded, and so the digits after the point stay.
  const fraction = value - whole;
  const part = Math.sign(fraction) * Math.round(Math.abs(fraction) * UNITS);
  const units = whole * UNITS + part;
  return Number.isSafeInteger(units) ? units : BigInt(whole) * BigInt(UNITS) + BigInt(part);
}

/** A sum in 1/10,000, exact. */
export function sumOf(billions: number | bigint, units: number | bigint): bigint {
  return BigInt(billions) * BigInt(BILLION) + BigInt(units);
}

/** The number nearest to a sum in 1/10,000; the only place where it is divided. */
export function valueOf(sum: bigint): number {
  if (sum >= -MAX_SAFE && sum <= MAX_SAFE) return Number(sum) / UNITS;
  const digits = String(sum < 0n ? -sum : sum);
  return Number(`${sum < 0n ? "-" : ""}${digits.slice(0, -4)}.${digits.slice(-4)}`);
}

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);
