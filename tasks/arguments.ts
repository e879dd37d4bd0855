/** A number given on the command line. @throws RangeError that says what is accepted. */
export function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value) || value < min || value > max) {
    throw new RangeError(`${name} must be a whole number from ${min} to ${max}, got "${text}"`);
  }
  return value;
}

/** A positive number given on the command line. @throws RangeError that says what is accepted. */
export function positiveNumber(name: string, text: string, max: number): number {
  const value = Number(text);
  if (!(value > 0 && value <= max)) {
    throw new RangeError(`${name} must be a number above 0 and at most ${max}, got "${text}"`);
  }
  return value;
}
