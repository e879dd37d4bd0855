import type { ExpenseImports } from "@/lib/expenses/import/expense_imports.ts";
import type { Logger } from "@/lib/logging/logger.ts";
import { TimedWorker } from "./timed_worker.ts";

/** Only a crash leaves an accepted import without its job. */
const LOOK_MS = 60_000;

/** Gives accepted imports that have no job theirs. */
export function importWorker(imports: Pick<ExpenseImports, "resume">, logger: Logger): TimedWorker {
  return new TimedWorker({
    turn: async () => {
      await imports.resume();
      return LOOK_MS;
    },
    failure: "accepted imports could not be looked for; it is tried again",
    retryMs: LOOK_MS,
    logger,
  });
}
