import type { Config } from "../config.ts";
import type { Ingest } from "../events/ingest.ts";
import { ExpenseSettings } from "../expenses/expense_settings.ts";
import { ExpenseImports } from "../expenses/import/expense_imports.ts";
import { ImportWorker } from "../expenses/import/import_worker.ts";
import type { Logger } from "../logging/logger.ts";
import type { JobQueue } from "../queue/job_queue.ts";
import type { Store } from "../store/store.ts";
import { importWorker } from "@/workers/expense_imports.ts";
import type { TimedWorker } from "@/workers/timed_worker.ts";

/** What brings expenses in besides events. */
export interface Expenses {
  expenseImports: ExpenseImports;
  expenseSettings: ExpenseSettings;
}

export interface ExpensesOptions {
  config: Config;
  store: Store;
  jobs: JobQueue;
  ingest: Ingest;
  logger: Logger;
}

/** Wires the import of tables. */
export function createExpenses({ config, store, jobs, ingest, logger }: ExpensesOptions): {
  expenses: Expenses;
  workers: TimedWorker[];
} {
  const expenseImports = new ExpenseImports({ store, jobs });
  new ImportWorker({ store, ingest, currency: config.displayCurrency }).attach(jobs);
  return {
    expenses: { expenseImports, expenseSettings: new ExpenseSettings(store) },
    workers: [importWorker(expenseImports, logger)],
  };
}
