import type { JobState } from "./job.ts";

/** Where everything of the job queue is in Deno KV. Rows are the truth, the rest points to them. */
export const keys = {
  row: (id: string): Deno.KvKey => ["jobs", "row", id],
  payload: (id: string, chunk: number): Deno.KvKey => ["jobs", "payload", id, chunk],
  payloadOf: (id: string): Deno.KvKey => ["jobs", "payload", id],
  /** Pending jobs by kind and start; the value is the id. */
  due: (kind: string, nextAt: number, id: string): Deno.KvKey => ["jobs", "due", kind, nextAt, id],
  dueOf: (kind: string): Deno.KvKey => ["jobs", "due", kind],
  /** Processing jobs by who runs them. */
  running: (owner: string, id: string): Deno.KvKey => ["jobs", "running", owner, id],
  runningOf: (owner: string): Deno.KvKey => ["jobs", "running", owner],
  allRunning: ["jobs", "running"] as Deno.KvKey,
  /** Dead letters by the moment of their death. */
  dead: (diedAt: number, id: string): Deno.KvKey => ["jobs", "dead", diedAt, id],
  allDead: ["jobs", "dead"] as Deno.KvKey,
  dedupe: (key: string): Deno.KvKey => ["jobs", "dedupe", key],
  /** Ids of finished jobs that callers named. */
  done: (id: string): Deno.KvKey => ["jobs", "done", id],
  kind: (kind: string): Deno.KvKey => ["jobs", "kind", kind],
  allKinds: ["jobs", "kind"] as Deno.KvKey,
  count: (state: JobState): Deno.KvKey => ["jobs", "count", state],
  /** Processes that run jobs. */
  owner: (id: string): Deno.KvKey => ["jobs", "owner", id],
  allOwners: ["jobs", "owner"] as Deno.KvKey,
  /** Latest queue time that was written, in whole milliseconds. */
  clock: ["jobs", "clock"] as Deno.KvKey,
};
