import type { JobQueue } from "@/lib/queue/job_queue.ts";

/** Below a minute, so that one run ends before the next one is due. */
const KEEP_AWAKE_MS = 50_000;

/**
 * Registers the scheduled tasks with `Deno.cron`. Call it once, while the main module is evaluated:
 * Deno Deploy looks for schedules there only. `jobs` is asked each time. The promise ends with
 * `signal`; nobody needs to wait for it.
 */
export function registerCron(
  jobs: () => JobQueue | Promise<JobQueue>,
  signal?: AbortSignal,
): Promise<void> {
  const task = async () => await sweepJobs(await jobs());
  return signal === undefined
    ? Deno.cron("sweepJobs", "* * * * *", task)
    : Deno.cron("sweepJobs", "* * * * *", { signal }, task);
}

/**
 * Starts whatever jobs were left behind. A host that lets a process sleep without requests keeps it
 * awake while this runs, so it stays until they are done.
 */
export async function sweepJobs(jobs: JobQueue): Promise<void> {
  await jobs.sweep();
  await jobs.whenIdle(KEEP_AWAKE_MS);
}
