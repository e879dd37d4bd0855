/** `CRASH_KILLS=50 deno test -A tests/crash` is the long form; without it the short one runs. */
const asked = Number(Deno.env.get("CRASH_KILLS") ?? "");

/** Whether the long form was asked for. */
export const isLong = Number.isInteger(asked) && asked > 0;

/** How often the server is killed on the embedded store, and on MongoDB. */
export const KILLS = isLong
  ? { sqlite: asked, mongo: Math.max(1, Math.round(asked / 5)) }
  : { sqlite: 8, mongo: 3 };
/** How long the database stays away. */
export const OUTAGE_MS = isLong ? 30_000 : 5_000;
