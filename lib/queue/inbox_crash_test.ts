import assert from "node:assert/strict";
import { silentLogger } from "../logging/logger.ts";
import { Inbox } from "./inbox.ts";
import { startChild } from "./testing/child_process.ts";
import { EventTable } from "./testing/event_table.ts";
import { eventually, withQueues } from "./testing/temporary_queues.ts";

Deno.test("Inbox loses and repeats nothing when it is killed while accepting and draining", async () => {
  await withQueues(async ({ open, path, folder }) => {
    const tablePath = `${folder}/events.db`;
    const table = new EventTable(tablePath);
    const accepted: number[] = [];
    for (let round = 0; round < 8; round++) {
      const child = startChild("inbox_child.ts", [path, tablePath, String(round * 1_000_000)]);
      await child.until((lines) => lines.length >= 30);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 250));
      await child.kill();
      accepted.push(...child.lines.map(Number));
    }
    const jobs = await open();
    const inbox = await Inbox.open({ jobs, store: table, logger: silentLogger });
    inbox.start();
    await eventually(() => inbox.depth() === 0, "the drain");
    await inbox.stop();
    const numbers = table.stored().map(({ id }) => Number(id.slice("event-".length)));
    table.close();
    const stored = new Set(numbers);
    assert.equal(stored.size, numbers.length, "an event is stored twice");
    const lost = accepted.filter((n) => !stored.has(n));
    assert.deepEqual(lost, []);
    assert.ok(accepted.length > 500, `only ${accepted.length} accepted`);
    assert.deepEqual(numbers, numbers.toSorted((a, b) => a - b), "stored out of order");
    // What was kept without its caller hearing of it: at most the calls under way at each kill.
    assert.ok(numbers.length - accepted.length <= 8 * 4 * 3);
    assert.equal((await jobs.stats()).deadLetters, 0);
  });
});
