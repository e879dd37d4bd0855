import { type ClientSession, type MongoClient, MongoError } from "mongodb";
import { setTimeout as delay } from "node:timers/promises";
import { isLostRace, isUnavailable, toStoreError } from "./mongo_errors.ts";

/** Runs of one transaction before its error is given up on. */
const MAX_ATTEMPTS = 10;
/** First pause after a lost race; doubles up to `MAX_PAUSE_MS`, of which a random part is waited. */
const FIRST_PAUSE_MS = 4;
const MAX_PAUSE_MS = 400;
/** How long the server may wait for a majority before a commit counts as unconfirmed. */
export const MAJORITY_TIMEOUT_MS = 10_000;

/** Thrown by a transaction's work that saw a compare-and-set fail: run it again from the start. */
export class LostRaceError extends Error {
  constructor(what: string, options?: ErrorOptions) {
    super(`Lost a race: ${what}`, options);
    this.name = "LostRaceError";
  }
}

/**
 * Runs transactions at `w: majority, j: true` and repeats those that lost a race. The driver's own
 * `withTransaction` repeats on labels alone, which not every server sends, and without a bound.
 */
export class Transactions {
  readonly #client: MongoClient;
  #retries = 0;

  constructor(client: MongoClient) {
    this.#client = client;
  }

  /** Transactions run again since the start; for metrics. */
  get retries(): number {
    return this.#retries;
  }

  /**
   * Runs `work` in a transaction, again after a lost race. `work` must do all its reading inside.
   * @throws StoreUnavailableError, and what `work` throws, after rolling back.
   */
  async run<R>(work: (session: ClientSession) => Promise<R>): Promise<R> {
    for (let attempt = 1;; attempt++) {
      const session = this.#client.startSession();
      try {
        session.startTransaction({
          // With a majority commit this reads one snapshot of what cannot be rolled back any more.
          readConcern: { level: "majority" },
          writeConcern: { w: "majority", journal: true, wtimeoutMS: MAJORITY_TIMEOUT_MS },
          readPreference: "primary",
        });
        const result = await work(session);
        await session.commitTransaction();
        return result;
      } catch (error) {
        await rollBack(session);
        if (!isWorthRepeating(error) || attempt === MAX_ATTEMPTS) throw toStoreError(error);
        this.#retries++;
      } finally {
        await session.endSession();
      }
      const pause = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
      await delay(pause * Math.random());
    }
  }
}

function isWorthRepeating(error: unknown): boolean {
  if (error instanceof LostRaceError) return true;
  // A commit whose outcome is unknown may have happened: only the caller knows whether repeating is safe.
  if (error instanceof MongoError && error.hasErrorLabel("UnknownTransactionCommitResult")) {
    return false;
  }
  return isLostRace(error) && !isUnavailable(error);
}

async function rollBack(session: ClientSession): Promise<void> {
  if (!session.inTransaction()) return;
  try {
    await session.abortTransaction();
  } catch {
    // The server drops an abandoned transaction by itself; the first error is the one to report.
  }
}
