/**
 * Values that JSON cannot say. In the wire format they stand as negative numbers where an index
 * into the table is expected.
 */
export const UNDEFINED = -1;
export const NULL = -2;
export const NAN = -3;
export const INFINITY_POS = -4;
export const INFINITY_NEG = -5;
export const ZERO_NEG = -6;
export const HOLE = -7;

/** Temporal types that travel as their ISO string, by the name of their tag. */
export const TEMPORAL_TYPES = [
  "Instant",
  "ZonedDateTime",
  "PlainDate",
  "PlainTime",
  "PlainDateTime",
  "PlainYearMonth",
  "PlainMonthDay",
  "Duration",
] as const;
