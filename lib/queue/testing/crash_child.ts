/**
 * A process for crash tests. Arguments: the database, what to do, and `wait` if it shall start only
 * after a line on standard input. It tells what happens in lines on standard output.
 *
 * * `hold`: starts jobs of kind `work` and never ends them.
 * * `finish`: ends them at once.
 * * `race`: ends each after 0 to 60 ms.
 * * `poison`: the handler of kind `poison` throws at the first try after each crash, and takes the
 *   process down at the second.
 */
import { silentLogger } from "../../logging/logger.ts";
import type { Job } from "../job.ts";
import { JobQueue } from "../job_queue.ts";

const [path, mode, wait] = Deno.args;
const encoder = new TextEncoder();

function tell(line: string): void {
  Deno.stdout.writeSync(encoder.encode(`${line}\n`));
}

async function work(payload: unknown, job: Job): Promise<void> {
  tell(`start ${payload} ${job.crashes}`);
  if (mode === "hold") await new Promise(() => {});
  if (mode === "race") await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
  tell(`done ${payload} ${job.crashes}`);
}

let isFirstTry = true;

function poison(_: unknown, job: Job): void {
  tell(`poison ${job.attempt} ${job.crashes}`);
  if (!isFirstTry) Deno.kill(Deno.pid, "SIGKILL");
  isFirstTry = false;
  throw new Error(`poisoned at attempt ${job.attempt}`);
}

const queue = await JobQueue.open({ path, logger: silentLogger });
queue.handle("work", { concurrency: 20 }, work);
queue.handle("poison", { maxAttempts: 4, backoff: { baseMs: 1, capMs: 1 } }, poison);
if (wait !== undefined) {
  tell("waits");
  await Deno.stdin.read(new Uint8Array(16));
}
await queue.start();
tell("ready");
