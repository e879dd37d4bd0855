import type { Inbox } from "@/lib/queue/inbox.ts";
import type { JobQueue } from "@/lib/queue/job_queue.ts";

export interface QueueParts {
  jobs: JobQueue;
  inbox: Inbox;
}

/** Starts running jobs and moving accepted events from the inbox into the store. */
export async function startQueue({ jobs, inbox }: QueueParts): Promise<void> {
  await jobs.start();
  inbox.start();
}

/**
 * Ends both and closes their database: waits for the events and jobs that are under way,
 * `deadlineMs` at most. Nothing is lost by a short deadline: what is unfinished starts anew.
 */
export async function stopQueue({ jobs, inbox }: QueueParts, deadlineMs: number): Promise<void> {
  await Promise.all([inbox.stop(deadlineMs), jobs.stop(deadlineMs)]);
  jobs.close();
}
