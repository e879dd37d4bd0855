import { setTimeout as delay } from "node:timers/promises";
import { isLostRace } from "./mongo_errors.ts";

/** Runs of one piece of work before its error is given up on. */
export const MAX_ATTEMPTS = 25;
/** First pause after a lost race; doubles up to `MAX_PAUSE_MS`, of which a random part is waited. */
const FIRST_PAUSE_MS = 4;
const MAX_PAUSE_MS = 400;

/** Thrown by work that saw a compare-and-set fail: run it again from the start. */
export class LostRaceError extends Error {
  constructor(what: string, options?: ErrorOptions) {
    super(`Lost a race: ${what}`, options);
    this.name = "LostRaceError";
  }
}

/** Waits a random time that grows with the number of lost races, so that rivals part. */
export async function pauseAfterRace(attempt: number): Promise<void> {
  await delay(Math.random() * Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt));
}

/** Runs work that a server refused because of a conflict again; for what is not in a transaction. */
export async function repeatLostRaces<R>(work: () => Promise<R>): Promise<R> {
  for (let attempt = 1;; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isLostRace(error) || attempt === MAX_ATTEMPTS) throw error;
    }
    await pauseAfterRace(attempt);
  }
}
