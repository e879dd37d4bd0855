/**
 * Tables of the events. Text that comes again and again (users, types, products …) stands once in
 * `names` and is an integer everywhere else: rows and indexes stay small, and comparing is cheap.
 */

const HOUR = 3_600_000;

/** SQL of ⌊expression / size⌋; SQLite's own division rounds towards zero, also before 1970. */
export function floorDivide(expression: string, size: number): string {
  return `((${expression} - (${expression} < 0) * ${size - 1}) / ${size})`;
}

/** Column of each dimension in `events`. */
export const DIMENSION_COLUMNS = {
  type: "type",
  userId: "user",
  source: "source",
  region: "region",
  product: "product",
  category: "category",
  merchant: "merchant",
} as const;

/** Sizes of the grains of roll-ups, by their number in the tables: minute, hour, day, seven days. */
export const GRAIN_SIZES = [60_000, HOUR, 24 * HOUR, 7 * 24 * HOUR] as const;

/** Numbers of the dimensions in `rollups`; type is part of every row, so that alone it needs none. */
export const ROLLUP_DIMENSIONS = {
  type: 0,
  source: 1,
  region: 2,
  product: 3,
  category: 4,
  merchant: 5,
  userId: 6,
} as const;
export type RollupDimension = keyof typeof ROLLUP_DIMENSIONS;

/**
 * Grains that a dimension is kept in; all but the first are added up from the one before. Most users
 * send one event in an hour, so that a row of it would cost as much as the event.
 */
export const GRAINS: Record<RollupDimension, readonly number[]> = {
  type: [0, 1, 2, 3],
  source: [1, 2, 3],
  region: [1, 2, 3],
  product: [1, 2, 3],
  category: [1, 2, 3],
  merchant: [1, 2, 3],
  userId: [2, 3],
};

/**
 * Period by which a user's events lie together. An index by user alone would touch a page for
 * each event of a batch; inside a period all users share a few pages, and a question about one user
 * looks once into each period.
 */
export const USER_PERIOD = 4 * HOUR;
export const USER_PERIOD_OF_EVENT = floorDivide("ts", USER_PERIOD);

/** Parts of a row of `user_days` and of `user_spans`. */
export const SLOT_SIZE = HOUR;
export const SLOTS_OF_DAY = 24;
export const DAYS_OF_SPAN = 32;

/** Column that counts a user's events from the beginning of the row's period to the end of a part. */
export function countColumn(part: number): string {
  return `n${part}`;
}

/** SQL of the events in parts `first` to `end` (exclusive) of a row: never more than two columns. */
export function countBetween(first: number, end: number): string {
  return first === 0 ? countColumn(end - 1) : `${countColumn(end - 1)} - ${countColumn(first - 1)}`;
}

function declareCounts(parts: number): string {
  return Array.from(
    { length: parts },
    (_, part) => `${countColumn(part)} INTEGER NOT NULL DEFAULT 0`,
  ).join(", ");
}

export const EVENT_TABLES = `
  CREATE TABLE names (
    code INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  ) STRICT;

  -- sequence: the last order number given, which outlives the event that had it; events: how many
  -- are stored; rolled_up: the last order number whose event is in the roll-ups.
  CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO counters VALUES ('sequence', 0), ('events', 0), ('rolled_up', 0);

  CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    ts INTEGER NOT NULL,
    type INTEGER NOT NULL,
    user INTEGER NOT NULL,
    source INTEGER NOT NULL,
    region INTEGER,
    product INTEGER,
    category INTEGER,
    merchant INTEGER,
    -- The value in 1/10,000, for exact sums, and as it was sent.
    units INTEGER,
    value REAL,
    currency TEXT,
    received INTEGER NOT NULL,
    metadata TEXT NOT NULL
  ) STRICT;
  -- append: is the id stored already?
  CREATE UNIQUE INDEX events_by_id ON events (id);
  -- list and export: newest first; analytics: every filter and group inside a period, without
  -- touching the rows.
  CREATE INDEX events_by_time
    ON events (ts, seq, type, user, source, region, product, category, merchant, units);
  -- list, totals and analytics of one user.
  CREATE INDEX events_by_user ON events (${USER_PERIOD_OF_EVENT}, user, ts, seq, type, units);

  -- Totals per period and type, and per value of a dimension. The key begins with the time, so that new rows
  -- fall close together.
  CREATE TABLE rollups (
    dimension INTEGER NOT NULL,
    grain INTEGER NOT NULL,
    block INTEGER NOT NULL,
    type INTEGER NOT NULL,
    key INTEGER NOT NULL,
    events INTEGER NOT NULL,
    valued INTEGER NOT NULL,
    billions INTEGER NOT NULL,
    units INTEGER NOT NULL,
    least INTEGER,
    most INTEGER,
    PRIMARY KEY (dimension, grain, block, type, key)
  ) STRICT, WITHOUT ROWID;

  -- Events per user: of a day by hour, of a span of 32 days by day. Each column counts
  -- from the beginning of the row's period, so that the difference of two is any stretch inside it, and
  -- a month of thousands of users is read from a few rows of each.
  CREATE TABLE user_days (
    day INTEGER NOT NULL,
    user INTEGER NOT NULL,
    ${declareCounts(SLOTS_OF_DAY)},
    billions INTEGER NOT NULL,
    units INTEGER NOT NULL,
    PRIMARY KEY (day, user)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE user_spans (
    span INTEGER NOT NULL,
    user INTEGER NOT NULL,
    ${declareCounts(DAYS_OF_SPAN)},
    PRIMARY KEY (span, user)
  ) STRICT, WITHOUT ROWID;
`;
