import {
  type ClientSession,
  type MongoClient,
  MongoError,
  MongoServerSelectionError,
} from "mongodb";
import { StoreUnavailableError } from "../store.ts";
import { LostRaceError, MAX_ATTEMPTS, pauseAfterRace } from "./lost_races.ts";
import { isLostRace, isUnavailable, toStoreError } from "./mongo_errors.ts";

/** Runs of one transaction before a broken connection is given up on. */
const MAX_OUTAGE_ATTEMPTS = 2;
/** How long the server may wait for a majority before a commit counts as unconfirmed. */
export const MAJORITY_TIMEOUT_MS = 10_000;

/** How `Transactions.run` goes about one transaction. */
export interface TransactionOptions {
  session?: ClientSession;
  maxAttempts?: number;
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
   * Without `session` each run gets a session of its own; `maxAttempts` bounds the runs.
   * @throws StoreUnavailableError, and what `work` throws, after rolling back.
   */
  async run<R>(
    work: (session: ClientSession) => Promise<R>,
    { session, maxAttempts = MAX_ATTEMPTS }: TransactionOptions = {},
  ): Promise<R> {
    for (let attempt = 1;; attempt++) {
      const current = session ?? this.#client.startSession();
      try {
        current.startTransaction({
          // With a majority commit this reads one snapshot of what cannot be rolled back any more.
          readConcern: { level: "majority" },
          writeConcern: { w: "majority", journal: true, wtimeoutMS: MAJORITY_TIMEOUT_MS },
          readPreference: "primary",
        });
        const result = await work(current);
        await current.commitTransaction();
        return result;
      } catch (error) {
        await rollBack(current);
        if (attempt >= maxAttempts || !isWorthRepeating(error, attempt)) throw finalError(error);
        this.#retries++;
      } finally {
        if (session === undefined) await current.endSession();
      }
      await pauseAfterRace(attempt);
    }
  }
}

/** What a caller sees of the error that ended the last run. */
function finalError(error: unknown): unknown {
  if (!(error instanceof LostRaceError) && !isLostRace(error)) return toStoreError(error);
  return new StoreUnavailableError(
    "MongoDB refused a transaction again and again because others write the same; try again",
    { cause: error },
  );
}

function isWorthRepeating(error: unknown, attempt: number): boolean {
  if (error instanceof LostRaceError) return true;
  // A commit whose outcome is unknown may have happened: only the caller knows whether repeating is safe.
  if (error instanceof MongoError && error.hasErrorLabel("UnknownTransactionCommitResult")) {
    return false;
  }
  if (!isLostRace(error) || error instanceof MongoServerSelectionError) return false;
  // A cut connection or a new primary is got over at once or not soon; callers have a way around.
  return !isUnavailable(error) || attempt < MAX_OUTAGE_ATTEMPTS;
}

async function rollBack(session: ClientSession): Promise<void> {
  if (!session.inTransaction()) return;
  try {
    await session.abortTransaction();
  } catch {
    // The server drops an abandoned transaction by itself; the first error is the one to report.
  }
}
