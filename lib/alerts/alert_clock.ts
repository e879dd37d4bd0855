import { z } from "zod";
import type { Collection, CollectionSpec, Stored } from "../store/collections.ts";
import { DuplicateError } from "../store/store.ts";

const clockSchema = z.object({
  /** Last moment of the evaluation grid that is done; epoch milliseconds, `null` at first. */
  lastTick: z.number().nullable(),
  /** Rules of the ready-made pack that were made once; those that are gone stay gone. */
  packKeys: z.array(z.string()),
});
export type AlertClock = z.infer<typeof clockSchema>;

/** One row: how far the evaluation is. */
export const ALERT_CLOCK: CollectionSpec<AlertClock> = { name: "alert_clock", schema: clockSchema };
export const CLOCK_ID = "clock";

/** The row, made when it is not there. */
export async function readClock(clocks: Collection<AlertClock>): Promise<Stored<AlertClock>> {
  const found = await clocks.get(CLOCK_ID);
  if (found !== null) return found;
  try {
    return await clocks.insert({ id: CLOCK_ID, lastTick: null, packKeys: [] });
  } catch (error) {
    const made = error instanceof DuplicateError ? await clocks.get(CLOCK_ID) : null;
    if (made === null) throw error;
    return made;
  }
}
