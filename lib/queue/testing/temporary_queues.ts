import { silentLogger } from "../../logging/logger.ts";
import { JobQueue, type JobQueueOptions } from "../job_queue.ts";

export interface TemporaryQueues {
  folder: string;
  /** The database's file. */
  path: string;
  /** Opens it once more; closed at the end of the test. */
  open(options?: Partial<JobQueueOptions>): Promise<JobQueue>;
}

/** Runs a test on a database in a folder of its own, then closes and removes everything. */
export async function withQueues(
  test: (queues: TemporaryQueues) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "vigia-queue-" });
  const path = `${folder}/queue.kv`;
  const opened: JobQueue[] = [];
  try {
    await test({
      folder,
      path,
      async open(options) {
        const queue = await JobQueue.open({ path, logger: silentLogger, ...options });
        opened.push(queue);
        return queue;
      },
    });
  } finally {
    for (const queue of opened) {
      await queue.stop(2_000);
      queue.close();
    }
    await Deno.remove(folder, { recursive: true });
  }
}

/** Waits until `condition` holds. @throws Error after `patienceMs`. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  what: string,
  patienceMs = 10_000,
): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!await condition()) {
    if (performance.now() > end) throw new Error(`Waited ${patienceMs} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A handler's gate: closed until `open` is called. */
export function gate(): { passed: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { passed: promise, open: resolve };
}
