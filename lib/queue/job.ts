/** Names of job kinds, such as `webhook.deliver`. */
export const JOB_KIND_PATTERN = /^[a-z][a-z0-9_.:-]{0,63}$/;
/** Longest `id` and `dedupeKey`, in characters; Deno KV keys end at 2,048 bytes. */
export const MAX_KEY_CHARACTERS = 256;
/** A payload up to this size (bytes of JSON) lives in the job's row, a larger one in chunk rows. */
export const INLINE_PAYLOAD_BYTES = 16 * 1024;
/** Largest payload, in bytes of JSON: a job and its chunks must fit into one atomic of 800 KiB. */
export const MAX_PAYLOAD_BYTES = 640 * 1024;
/** How long the id of a finished job that was named by its caller is remembered. */
export const DONE_MEMORY_MS = 24 * 60 * 60 * 1000;
/** Entries of a job's history that are kept, newest last. */
export const MAX_HISTORY = 20;

export const JOB_STATES = ["pending", "processing", "dead"] as const;
/** A job that succeeded has no row any more. */
export type JobState = typeof JOB_STATES[number];

/** Something that happened to a job. */
export interface JobHistoryEntry {
  /** ISO 8601 UTC. */
  at: string;
  what: "failed" | "crashed" | "replayed";
  error: string | null;
}

/** A job as it is stored; this row is the truth, every other key points to it. */
export interface JobRow {
  id: string;
  kind: string;
  state: JobState;
  /** JSON in UTF-8, `null` when it is in `chunks` rows of its own. */
  payload: Uint8Array | null;
  payloadBytes: number;
  chunks: number;
  /** Times that the handler failed. */
  attempts: number;
  /** Times that the process died, or lost its lease, while the handler ran. */
  crashes: number;
  /** Overrides the handler's own limit. */
  maxAttempts: number | null;
  /** When it may start, in queue time (see `QueueClock`). */
  nextAt: number;
  /**
   * Who runs it, since when (queue time). The lease lasts as long as its owner does: see `Owner`,
   * which is what extends it.
   */
  lease: { owner: string; since: number } | null;
  lastError: string | null;
  history: JobHistoryEntry[];
  dedupeKey: string | null;
  /** The caller chose the id, so it is remembered after the end. */
  named: boolean;
  /** Epoch milliseconds. */
  createdAt: number;
  diedAt: number | null;
}

/** A row and the version under which it was read or written. */
export interface StoredJob {
  row: JobRow;
  versionstamp: string;
}

/** What a handler is told about the job besides its payload. */
export interface Job {
  id: string;
  kind: string;
  /** 1 for the first try; crashes are not counted here. */
  attempt: number;
  maxAttempts: number;
  crashes: number;
  /** ISO 8601 UTC. */
  createdAt: string;
  lastError: string | null;
  /** Aborts when the handler takes too long, or the process stops without waiting longer. */
  signal: AbortSignal;
}

export interface EnqueueOptions {
  /** Start no sooner than this many milliseconds from now. Default 0. */
  delayMs?: number | undefined;
  /** Failures after which the job becomes a dead letter; default: its handler's limit. */
  maxAttempts?: number | undefined;
  /** While a job with this key waits or runs, another one is not added. */
  dedupeKey?: string | undefined;
  /**
   * Name of this piece of work: enqueued again while it exists, or within a day of its success, it
   * is not added again. Made (UUIDv7) unless given.
   */
  id?: string | undefined;
}

export interface NewJob extends EnqueueOptions {
  kind: string;
  payload: unknown;
}

/** Numbers of the queue, as `GET /api/v1/queue` answers them. */
export interface QueueStats {
  /** Waiting, those with a later start included. */
  pending: number;
  processing: number;
  deadLetters: number;
  /** How long the job that is due longest has been waiting, 0 when none is due. */
  oldestPendingMs: number;
}

/** A job that was given up, as lists and pages show it. */
export interface DeadLetter {
  id: string;
  kind: string;
  /** What the job was about; `null` when it is larger than 16 KiB (see `payloadBytes`). */
  payload: unknown;
  payloadBytes: number;
  attempts: number;
  crashes: number;
  lastError: string | null;
  /** Failures, crashes and replays, oldest first, at most the last 20. */
  history: JobHistoryEntry[];
  /** ISO 8601 UTC. */
  createdAt: string;
  diedAt: string;
}
