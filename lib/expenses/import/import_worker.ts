import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { Event } from "../../events/event.ts";
import type { Ingest } from "../../events/ingest.ts";
import { PermanentError } from "../../queue/errors.ts";
import type { Job } from "../../queue/job.ts";
import type { JobQueue } from "../../queue/job_queue.ts";
import type { Collection, Stored } from "../../store/collections.ts";
import type { Store } from "../../store/store.ts";
import { DATE_ONLY, EXPENSE } from "../record_of_event.ts";
import { IMPORT_JOB, readAccepted } from "./expense_imports.ts";
import { ImportFiles } from "./import_files.ts";
import { EXPENSE_IMPORTS, type ImportRecord } from "./import_record.ts";
import { importedEventId } from "./imported_event.ts";
import type { SheetExpense } from "./row_reader.ts";

const payloadSchema = z.object({ id: z.string() });
/** Rows of one commit; few, so that live events get in between. */
const BATCH = 500;
/** Longest that live events get to themselves between two commits. */
const MAX_PAUSE_MS = 250;
const BACKOFF = { baseMs: 1_000, factor: 2, capMs: 60_000 };
const MAX_ATTEMPTS = 50;

export interface ImportWorkerOptions {
  store: Store;
  ingest: Pick<Ingest, "store">;
  /** ISO 4217 of amounts that name none. */
  currency: string;
  now?: () => number;
}

/** Stores the rows of accepted imports, oldest first. Rows have fixed ids: repeating changes nothing. */
export class ImportWorker {
  readonly #options: ImportWorkerOptions;
  readonly #imports: Collection<ImportRecord>;
  readonly #files: ImportFiles;
  readonly #now: () => number;

  constructor(options: ImportWorkerOptions) {
    this.#options = options;
    this.#imports = options.store.collection(EXPENSE_IMPORTS);
    this.#files = new ImportFiles(options.store);
    this.#now = options.now ?? Date.now;
  }

  /** Lets this process do imports. */
  attach(jobs: Pick<JobQueue, "handle">): void {
    jobs.handle(
      IMPORT_JOB,
      { concurrency: 1, maxAttempts: MAX_ATTEMPTS, backoff: BACKOFF, timeoutMs: 60 * 60 * 1000 },
      (payload, job) => this.run(payloadSchema.parse(payload).id, job.signal),
    );
  }

  /** Stores what is not stored yet. @throws what the store throws; it goes on where it stopped then. */
  async run(id: string, signal: Job["signal"]): Promise<void> {
    const record = await this.#imports.get(id);
    if (record === null || record.state === "draft") {
      throw new PermanentError(`There is no accepted import ${id}`);
    }
    if (record.state === "accepted") {
      await this.#storeRows(record, signal);
      const doneAt = new Date(this.#now()).toISOString();
      await this.#imports.patch(id, { state: "done", stored: record.rows, doneAt });
    }
    await this.#files.remove(id);
  }

  async #storeRows(record: Stored<ImportRecord>, signal: Job["signal"]): Promise<void> {
    const bytes = await this.#files.read(record.id, record.chunks);
    const { expenses } = await readAccepted(record, bytes);
    if (expenses.length !== record.rows) {
      throw new PermanentError(
        `${expenses.length} of ${record.rows} rows of import ${record.id} can be read`,
      );
    }
    // The past is learned in its order.
    expenses.sort((a, b) => a.at - b.at || a.row - b.row);
    for (let from = record.stored; from < expenses.length; from += BATCH) {
      signal.throwIfAborted();
      const begin = performance.now();
      const batch = expenses.slice(from, from + BATCH);
      await this.#options.ingest.store(batch.map((expense) => this.#eventOf(expense, record)));
      await this.#imports.patch(record.id, { stored: from + batch.length });
      await pause(Math.min(MAX_PAUSE_MS, performance.now() - begin));
    }
  }

  #eventOf(expense: SheetExpense, { readingKey, by, acceptedAt }: ImportRecord): Event {
    const { row, amount, currency, at, isDateOnly, userId, category, merchant, note } = expense;
    return {
      id: importedEventId(readingKey ?? "", row),
      userId,
      type: EXPENSE,
      value: amount,
      currency: currency ?? this.#options.currency,
      timestamp: new Date(at).toISOString(),
      metadata: {
        ...(category !== "" && { category }),
        ...(merchant !== "" && { merchant }),
        ...(note !== "" && { note }),
        ...(isDateOnly && { [DATE_ONLY]: true }),
      },
      source: by,
      receivedAt: acceptedAt ?? new Date(this.#now()).toISOString(),
    };
  }
}
