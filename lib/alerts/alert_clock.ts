import { z } from "zod";
import type { Collection, CollectionSpec, Stored } from "../store/collections.ts";
import { DuplicateError, type Store } from "../store/store.ts";

const clockSchema = z.object({
  /** Which process evaluates now. */
  owner: z.string(),
  /** Until when nobody else may; epoch milliseconds. */
  leaseUntil: z.number(),
  /** Last moment of the evaluation grid that is done; epoch milliseconds, `null` at first. */
  lastTick: z.number().nullable(),
  /** Rules of the ready-made pack that were made once; those that are gone stay gone. */
  packKeys: z.array(z.string()),
});
export type AlertClock = z.infer<typeof clockSchema>;

/** One row: how far the evaluation is, and who does it. */
export const ALERT_CLOCK: CollectionSpec<AlertClock> = { name: "alert_clock", schema: clockSchema };
export const CLOCK_ID = "clock";

/** A round takes a second or two; who has not ended after this time is dead. */
const LEASE_MS = 30_000;

/** The row, made when it is not there. */
export async function readClock(clocks: Collection<AlertClock>): Promise<Stored<AlertClock>> {
  const found = await clocks.get(CLOCK_ID);
  if (found !== null) return found;
  try {
    return await clocks.insert({
      id: CLOCK_ID,
      owner: "",
      leaseUntil: 0,
      lastTick: null,
      packKeys: [],
    });
  } catch (error) {
    const made = error instanceof DuplicateError ? await clocks.get(CLOCK_ID) : null;
    if (made === null) throw error;
    return made;
  }
}

/** The right to evaluate: one process at a time has it, by compare-and-set. */
export class AlertLease {
  readonly #clocks: Collection<AlertClock>;
  readonly #owner: string = crypto.randomUUID();

  constructor(store: Store) {
    this.#clocks = store.collection(ALERT_CLOCK);
  }

  /** Runs `work` unless another process is at it; whether it ran. `now` is the real time. */
  async hold(
    now: () => number,
    work: (clock: Stored<AlertClock>) => Promise<void>,
  ): Promise<boolean> {
    const { owner, leaseUntil } = await readClock(this.#clocks);
    if (owner !== this.#owner && leaseUntil > now()) return false;
    const mine = await this.#clocks.patch(
      CLOCK_ID,
      { owner: this.#owner, leaseUntil: now() + LEASE_MS },
      { owner, leaseUntil },
    );
    if (mine === null) return false;
    try {
      await work(mine);
    } finally {
      await this.#clocks.patch(CLOCK_ID, { leaseUntil: 0 }, { owner: this.#owner });
    }
    return true;
  }

  /** What the transaction of a tick must see, so that two processes cannot both write one. */
  get owner(): string {
    return this.#owner;
  }
}
