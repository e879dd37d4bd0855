import type { JobQueue } from "@/lib/queue/job_queue.ts";
import { EVERY_MINUTE, schedule } from "./schedule.ts";

/** Below a minute, so that one run ends before the next one is due. */
const KEEP_AWAKE_MS = 50_000;

/**
 * Starts left-behind jobs each minute. Call it once, while the main module is evaluated. `jobs` is
 * asked each time. The promise ends with `signal`.
 */
export function registerCron(
  jobs: () => JobQueue | Promise<JobQueue>,
  signal?: AbortSignal,
): Promise<void> {
  return schedule("sweepJobs", EVERY_MINUTE, async () => await sweepJobs(await jobs()), signal);
}

/**
 * Starts whatever jobs were left behind. A host that lets a process sleep without requests keeps it
 * awake while this runs, so it stays until they are done.
 */
export async function sweepJobs(jobs: JobQueue): Promise<void> {
  await jobs.sweep();
  await jobs.whenIdle(KEEP_AWAKE_MS);
}
