import {
  MongoError,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoOperationTimeoutError,
  MongoServerError,
  MongoSystemError,
  MongoTopologyClosedError,
} from "mongodb";
import { StoreUnavailableError } from "../store.ts";

/**
 * Server errors that say "not now": steps down, shuts down, is too slow, has no space, cannot
 * reach a majority. Numbers from MongoDB's `error_codes.yml`.
 */
const UNAVAILABLE_CODES = new Set([
  6, // HostUnreachable
  7, // HostNotFound
  50, // MaxTimeMSExpired
  64, // WriteConcernTimeout
  89, // NetworkTimeout
  91, // ShutdownInProgress
  100, // UnsatisfiableWriteConcern
  133, // FailedToSatisfyReadPreference
  134, // ReadConcernMajorityNotAvailableYet
  189, // PrimarySteppedDown
  202, // NetworkInterfaceExceededTimeLimit
  262, // ExceededTimeLimit
  317, // ConnectionPoolExpired
  365, // TemporarilyUnavailable
  9001, // SocketException
  10107, // NotWritablePrimary
  11600, // InterruptedAtShutdown
  11601, // Interrupted
  11602, // InterruptedDueToReplStateChange
  13435, // NotPrimaryNoSecondaryOk
  13436, // NotPrimaryOrSecondary
  14031, // OutOfDiskSpace
]);

/** Errors of the socket that the driver hands on as they are, where a write met a closed connection. */
const SOCKET_CODES = new Set([
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EPIPE",
  "ERR_SOCKET_CLOSED",
  "ERR_STREAM_DESTROYED",
  "ERR_STREAM_WRITE_AFTER_END",
  "ETIMEDOUT",
]);

const WRITE_CONFLICT = 112;
const NO_SUCH_TRANSACTION = 251;
const DUPLICATE_KEY = 11000;

/** Whether the server could not be reached, went away or cannot take work for now. */
export function isUnavailable(error: unknown): boolean {
  if (
    error instanceof MongoNetworkError || error instanceof MongoSystemError ||
    error instanceof MongoTopologyClosedError || error instanceof MongoNotConnectedError ||
    error instanceof MongoOperationTimeoutError
  ) {
    return true;
  }
  if (error instanceof Error && "code" in error && SOCKET_CODES.has(String(error.code))) {
    return true;
  }
  return error instanceof MongoServerError &&
    (UNAVAILABLE_CODES.has(Number(error.code)) ||
      // The outcome of a commit that no majority confirmed in time.
      error.hasErrorLabel("UnknownTransactionCommitResult"));
}

/** Whether running the same transaction again may succeed. */
export function isLostRace(error: unknown): boolean {
  if (!(error instanceof MongoError)) return false;
  // Some servers report a conflict without the label that the driver's own retry looks for.
  return error.code === WRITE_CONFLICT || error.code === NO_SUCH_TRANSACTION ||
    error.hasErrorLabel("TransientTransactionError");
}

/** Whether a unique index refused a write. */
export function isDuplicateKey(error: unknown): error is MongoServerError {
  return error instanceof MongoServerError && error.code === DUPLICATE_KEY;
}

/** Name of the index that refused, `undefined` when the server does not tell. */
export function duplicateIndexName(error: MongoServerError): string | undefined {
  return /\bindex: (\S+) dup key|\bIndex '([^']+)'/.exec(error.message)?.slice(1)
    .find((name) => name !== undefined);
}

/** The error a domain may see: `StoreUnavailableError` for what is temporary, else itself. */
export function toStoreError(error: unknown): unknown {
  if (!isUnavailable(error)) return error;
  return new StoreUnavailableError(
    "MongoDB cannot be reached or refuses work for now; Vigia tries again by itself",
    { cause: error },
  );
}

/** Runs one call of the driver with its errors translated. @throws StoreUnavailableError */
export async function translated<R>(call: () => Promise<R>): Promise<R> {
  try {
    return await call();
  } catch (error) {
    throw toStoreError(error);
  }
}
