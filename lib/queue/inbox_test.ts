import assert from "node:assert/strict";
import { Registry } from "prom-client";
import type { Event } from "../events/event.ts";
import { silentLogger } from "../logging/logger.ts";
import type { AppendResult } from "../store/events.ts";
import { StoreUnavailableError } from "../store/store.ts";
import { Inbox, type InboxOptions, REFUSED_EVENT_KIND } from "./inbox.ts";
import type { JobQueue } from "./job_queue.ts";
import { eventNumber, eventsFrom, EventTable } from "./testing/event_table.ts";
import { eventually, gate, type TemporaryQueues, withQueues } from "./testing/temporary_queues.ts";

interface InboxTest extends TemporaryQueues {
  jobs: JobQueue;
  table: EventTable;
  openInbox(options?: Partial<InboxOptions>): Promise<Inbox>;
}

async function withInbox(test: (parts: InboxTest) => Promise<void>): Promise<void> {
  await withQueues(async (queues) => {
    const jobs = await queues.open();
    const table = new EventTable(`${queues.folder}/events.db`);
    const inboxes: Inbox[] = [];
    try {
      await test({
        ...queues,
        jobs,
        table,
        async openInbox(options) {
          const inbox = await Inbox.open({ jobs, store: table, logger: silentLogger, ...options });
          inboxes.push(inbox);
          return inbox;
        },
      });
    } finally {
      for (const inbox of inboxes) await inbox.stop();
      table.close();
    }
  });
}

Deno.test("Inbox moves accepted events into the store, whole and in order", async () => {
  await withInbox(async ({ openInbox, table }) => {
    const told: AppendResult[] = [];
    const inbox = await openInbox({ onStored: (result) => told.push(result) });
    const events = eventsFrom(0, 2_345);
    await inbox.accept(events.slice(0, 1));
    await inbox.accept(events.slice(1, 1_001));
    await inbox.accept(events.slice(1_001));
    assert.equal(inbox.depth(), 2_345);
    inbox.start();
    await eventually(() => inbox.depth() === 0, "the drain");
    assert.deepEqual(table.stored(), events);
    assert.ok(table.largest <= 500, `a batch of ${table.largest}`);
    assert.deepEqual(told.flatMap((result) => result.inserted.map(({ id }) => id)), [
      ...events.map(({ id }) => id),
    ]);
  });
});

Deno.test("Inbox.accept() of many callers shares writes and keeps each caller's order", async () => {
  await withInbox(async ({ openInbox, table, jobs }) => {
    const inbox = await openInbox();
    await Promise.all(Array.from({ length: 500 }, (_, i) => inbox.accept([eventNumber(i)])));
    const rows = await jobs.kv.list({ prefix: ["inbox", "row"] }, { limit: 500 });
    assert.ok(rows.length < 20, `${rows.length} rows for 500 events`);
    inbox.start();
    await eventually(() => inbox.depth() === 0, "the drain");
    assert.deepEqual(table.stored(), eventsFrom(0, 500));
    assert.deepEqual(await jobs.kv.list({ prefix: ["inbox", "row"] }, { limit: 1 }), []);
  });
});

Deno.test("Inbox.accept() is durable when it resolves", async () => {
  await withInbox(async ({ openInbox, table, jobs, open }) => {
    const first = await openInbox();
    await first.accept(eventsFrom(0, 30));
    await first.stop();
    jobs.close();
    const second = await openInbox({ jobs: await open() });
    assert.equal(second.depth(), 30);
    second.start();
    await eventually(() => second.depth() === 0, "the drain");
    assert.deepEqual(table.stored(), eventsFrom(0, 30));
  });
});

Deno.test("Inbox.accept() keeps a delivery that is larger than one write as a whole", async () => {
  await withInbox(async ({ openInbox, table, jobs }) => {
    const inbox = await openInbox();
    const large = eventsFrom(0, 200, 15_000);
    await Promise.all([
      inbox.accept(eventsFrom(900, 1)),
      inbox.accept(large),
      inbox.accept(eventsFrom(901, 1)),
    ]);
    const rows = await jobs.kv.list({ prefix: ["inbox", "row"] }, { limit: 500 });
    assert.ok(new Set(rows.map((row) => row.versionstamp)).size > 3, "it took several writes");
    inbox.start();
    await eventually(() => inbox.depth() === 0, "the drain");
    assert.deepEqual(table.stored(), [eventNumber(900), ...large, eventNumber(901)]);
  });
});

Deno.test("Inbox never shows the drain a part of a delivery whose writing failed", async () => {
  await withInbox(async ({ openInbox, table, jobs }) => {
    const inbox = await openInbox();
    // The first parts fit the database, the last one does not, as when the disk fills up.
    const realCommit = jobs.kv.commit.bind(jobs.kv);
    let commits = 0;
    jobs.kv.commit = (build) =>
      ++commits < 3 ? realCommit(build) : Promise.reject(new StoreUnavailableError("disk full"));
    await assert.rejects(inbox.accept(eventsFrom(0, 200, 15_000)), StoreUnavailableError);
    assert.equal(commits, 3);
    jobs.kv.commit = realCommit;
    assert.equal(inbox.depth(), 0);
    await inbox.accept(eventsFrom(500, 3));
    inbox.start();
    await eventually(() => inbox.depth() === 0, "the drain");
    assert.deepEqual(table.stored(), eventsFrom(500, 3));
  });
});

Deno.test("Inbox keeps everything while the store is away and delivers it once, in order", async () => {
  await withInbox(async ({ openInbox, table }) => {
    const inbox = await openInbox();
    inbox.start();
    table.isAway = true;
    for (let i = 0; i < 40; i++) await inbox.accept(eventsFrom(i * 25, 25));
    await eventually(() => table.appends >= 4, "four tries");
    assert.equal(inbox.depth(), 1_000);
    table.isAway = false;
    await eventually(() => inbox.depth() === 0, "the drain");
    assert.deepEqual(table.stored(), eventsFrom(0, 1_000));
  });
});

Deno.test("Inbox backs off while the store is away, also when events keep coming", async () => {
  await withInbox(async ({ openInbox, table }) => {
    const inbox = await openInbox();
    inbox.start();
    table.isAway = true;
    const end = performance.now() + 600;
    let n = 0;
    while (performance.now() < end) await inbox.accept([eventNumber(n++)]);
    assert.ok(n > 50, `${n} events`);
    assert.ok(table.appends <= 6, `${table.appends} tries in 600 ms`);
    table.isAway = false;
  });
});

Deno.test("Inbox makes events that the store refuses dead letters and stores the others", async () => {
  await withInbox(async ({ openInbox, table, jobs }) => {
    const inbox = await openInbox();
    const poison = new Set(["event-3", "event-100", "event-101", "event-299"]);
    table.refuses = (event) => poison.has(event.id);
    await inbox.accept(eventsFrom(0, 300));
    inbox.start();
    await eventually(() => inbox.depth() === 0, "the drain");
    assert.deepEqual(
      table.stored().map(({ id }) => id),
      eventsFrom(0, 300).map(({ id }) => id).filter((id) => !poison.has(id)),
    );
    const { items } = await jobs.listDeadLetters({ limit: 10 });
    assert.deepEqual(
      items.map(({ kind, payload }) => [kind, (payload as Event).id]).reverse(),
      [...poison].map((id) => [REFUSED_EVENT_KIND, id]),
    );
    assert.equal(items[0]!.lastError, "TypeError: The store refuses this");
    assert.deepEqual(items[0]!.payload, eventNumber(299));

    table.refuses = () => false;
    await jobs.start();
    assert.equal(await jobs.replayAll(), 4);
    await eventually(() => table.stored().length === 300, "the replay");
    assert.equal((await jobs.stats()).deadLetters, 0);
  });
});

Deno.test("Inbox does not give up an event whose refusal passes", async () => {
  await withInbox(async ({ openInbox, table, jobs }) => {
    const inbox = await openInbox();
    let refusals = 0;
    table.refuses = () => refusals++ === 0;
    await inbox.accept(eventsFrom(0, 1));
    inbox.start();
    await eventually(() => inbox.depth() === 0, "the drain");
    assert.equal(table.stored().length, 1);
    assert.equal((await jobs.stats()).deadLetters, 0);
  });
});

Deno.test("Inbox goes on when whoever is told of stored events fails", async () => {
  await withInbox(async ({ openInbox, table }) => {
    const inbox = await openInbox({
      onStored() {
        throw new Error("the hub is broken");
      },
    });
    inbox.start();
    await inbox.accept(eventsFrom(0, 5));
    await eventually(() => inbox.depth() === 0, "the drain");
    assert.equal(table.stored().length, 5);
  });
});

Deno.test("Inbox.accept() refuses when the inbox is full, and takes events again later", async () => {
  await withInbox(async ({ openInbox, table }) => {
    const inbox = await openInbox({ maxEvents: 100 });
    await inbox.accept(eventsFrom(0, 90));
    await assert.rejects(inbox.accept(eventsFrom(90, 11)), (error: Error) => {
      assert.ok(error instanceof StoreUnavailableError);
      assert.match(error.message, /inbox is full: 90 events wait for the store, at most 100/);
      return true;
    });
    const results = await Promise.allSettled(
      Array.from({ length: 30 }, (_, i) => inbox.accept([eventNumber(90 + i)])),
    );
    assert.equal(results.filter(({ status }) => status === "fulfilled").length, 10);
    inbox.start();
    await eventually(() => inbox.depth() === 0, "the drain");
    await inbox.accept([eventNumber(100)]);
    await eventually(() => table.stored().length === 101, "the last one");
  });
});

Deno.test("Inbox.accept() rejects when its disk fails and after stop()", async () => {
  await withInbox(async ({ openInbox, jobs }) => {
    const inbox = await openInbox();
    jobs.close();
    await assert.rejects(inbox.accept(eventsFrom(0, 1)), StoreUnavailableError);
    await inbox.stop();
    await assert.rejects(inbox.accept(eventsFrom(0, 1)), StoreUnavailableError);
  });
});

Deno.test("Inbox.stop() does not wait longer than its deadline for a store that hangs", async () => {
  await withInbox(async ({ openInbox, open, jobs, table }) => {
    const hangs = gate();
    const asked = gate();
    const inbox = await openInbox({
      store: {
        async append(events) {
          asked.open();
          await hangs.passed;
          return await table.append(events);
        },
      },
    });
    await inbox.accept(eventsFrom(0, 10));
    inbox.start();
    await asked.passed;
    const start = performance.now();
    await inbox.stop(100);
    assert.ok(performance.now() - start < 2_000);
    jobs.close();
    // Nothing is lost: the next process finds them.
    assert.equal((await openInbox({ jobs: await open() })).depth(), 10);
    hangs.open();
  });
});

Deno.test("two Inboxes on one file lose nothing and store every event once", async () => {
  await withInbox(async ({ openInbox, open, table }) => {
    const inboxes = [await openInbox(), await openInbox({ jobs: await open() })];
    for (const inbox of inboxes) inbox.start();
    const accepts = inboxes.flatMap((inbox, which) =>
      Array.from({ length: 30 }, async (_, i) => {
        await inbox.accept(eventsFrom(which * 10_000 + i * 10, 10));
      })
    );
    accepts.push(inboxes[0]!.accept(eventsFrom(50_000, 100, 15_000)));
    await Promise.all(accepts);
    await eventually(() => table.stored().length === 700, "all events");
    const depth = () => inboxes[0]!.depth() + inboxes[1]!.depth();
    await eventually(() => depth() === 0, "both to notice", 12_000);
    assert.equal((await openInbox({ jobs: await open() })).depth(), 0);
  });
});

Deno.test("Inbox tells its depth to a registry", async () => {
  await withInbox(async ({ openInbox }) => {
    const registry = new Registry();
    const inbox = await openInbox({ registry });
    await inbox.accept(eventsFrom(0, 12));
    assert.match(await registry.metrics(), /vigia_inbox_events 12\n/);
  });
});
