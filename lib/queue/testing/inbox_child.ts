/**
 * A process for crash tests of the inbox. Arguments: the database, the event table, the number of
 * its first event. It accepts events without end, three at a time and from four callers at once,
 * prints the number of each event that it was told is durable, and drains into the table meanwhile.
 */
import { silentLogger } from "../../logging/logger.ts";
import { Inbox } from "../inbox.ts";
import { JobQueue } from "../job_queue.ts";
import { eventsFrom, EventTable } from "./event_table.ts";

const [path, tablePath, first] = Deno.args;
const encoder = new TextEncoder();

const jobs = await JobQueue.open({ path, logger: silentLogger });
const table = new EventTable(tablePath!);
const inbox = await Inbox.open({ jobs, store: table, logger: silentLogger });
inbox.start();
let next = Number(first);

async function call(): Promise<void> {
  while (true) {
    const start = next;
    next += 3;
    await inbox.accept(eventsFrom(start, 3));
    Deno.stdout.writeSync(encoder.encode(`${start}\n${start + 1}\n${start + 2}\n`));
    // The store goes away and comes back all the time.
    if (Math.random() < 0.05) table.isAway = !table.isAway;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
  }
}

await Promise.all([call(), call(), call(), call()]);
