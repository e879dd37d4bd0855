import assert from "node:assert/strict";
import type { SequencedEvent } from "@/lib/events/event.ts";
import { tailEvents } from "@/lib/store/mongo/event_tail.ts";
import { type MongoStore, openMongoStore } from "@/lib/store/mongo/mongo_store.ts";
import { silentLogger } from "@/lib/logging/logger.ts";
import { findMongoServer } from "../mongodb.ts";
import { anEvent, batches, randomEvents } from "./fixtures.ts";
import { mongoProxyTest, type MongoTest, mongoTest, proxyFor, through } from "./mongo.ts";

const FROM = Date.parse("2026-02-01T00:00:00Z");

/** A tail that collects what it hands over. */
class Collector implements AsyncDisposable {
  readonly events: SequencedEvent[] = [];
  readonly #abort = new AbortController();
  readonly #done: Promise<void>;

  constructor(store: MongoStore, fromSeq: number, withChangeStream: boolean) {
    this.#done = tailEvents({
      events: store.events,
      fromSeq,
      onEvents: (batch) => {
        this.events.push(...batch);
      },
      signal: this.#abort.signal,
      logger: silentLogger,
      counters: withChangeStream ? store.db.collection("counters") : null,
    });
  }

  /** Waits until that many events came. */
  async until(count: number): Promise<void> {
    const deadline = Date.now() + 20_000;
    while (this.events.length < count) {
      assert.ok(Date.now() < deadline, `only ${this.events.length} of ${count} events came`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort();
    await this.#done;
  }
}

const server = await findMongoServer();

/** Registers a test for both ways of waiting; that by change streams where the server has them. */
function tailTest(
  title: string,
  body: (open: MongoTest["open"], withChangeStream: boolean) => Promise<void>,
  register = mongoTest,
): void {
  register(`tailEvents() by polling ${title}`, ({ open }) => body(open, false));
  const isOffered = server?.changeStreams === true;
  register(
    `tailEvents() by change streams ${title}${isOffered ? "" : " (not offered by this server)"}`,
    ({ open }) => body(open, true),
    { ignore: !isOffered },
  );
}

tailTest("hands over what all instances commit, in order, each once", async (open, watched) => {
  const stores = [await open(), await open(), await open()];
  const events = randomEvents({ seed: 71, count: 360, from: FROM, to: FROM + 86_400_000 });
  await stores[0]!.events.append(events.slice(0, 60));
  const start = await stores[0]!.events.lastSequence();
  await using tails = new Collector(stores[2]!, start, watched);
  await Promise.all([0, 1].map(async (index) => {
    for (const batch of batches(events.slice(60 + index * 150, 210 + index * 150), 15)) {
      await stores[index]!.events.append(batch);
    }
  }));
  await tails.until(300);
  assert.deepEqual(tails.events, await stores[0]!.events.since(start, 1_000));
});

tailTest("catches up with more than one batch from the beginning", async (open, watched) => {
  const store = await open();
  const events = randomEvents({ seed: 72, count: 1_200, from: FROM, to: FROM + 60_000 });
  for (const batch of batches(events, 400)) await store.events.append(batch);
  await using tail = new Collector(store, 0, watched);
  await tail.until(1_200);
  const numbers = tail.events.map(({ seq }) => seq);
  assert.deepEqual([...numbers].sort((a, b) => a - b), numbers);
  assert.equal(new Set(numbers).size, 1_200);
});

tailTest("is told soon, and passes over patches and deletions", async (open, watched) => {
  const store = await open();
  await using tail = new Collector(store, 0, watched);
  await store.events.append([anEvent({ id: "a" }), anEvent({ id: "b" })]);
  const before = performance.now();
  await tail.until(2);
  assert.ok(performance.now() - before < 1_500);
  await store.events.patch("a", { value: 7 });
  await store.events.delete("b");
  await store.events.append([anEvent({ id: "c" })]);
  await tail.until(3);
  assert.deepEqual(tail.events.map(({ id }) => id), ["a", "b", "c"]);
});

tailTest("goes on after an outage where it stood", async (open, watched) => {
  const store = await open();
  await using proxy = proxyFor(server!);
  const far = await openMongoStore({
    uri: through(proxy, server!),
    database: store.db.databaseName,
  });
  try {
    await using tail = new Collector(far, 0, watched);
    await store.events.append([anEvent({ id: "a" })]);
    await tail.until(1);
    proxy.behaviour = "refuse";
    await store.events.append([anEvent({ id: "b" })]);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    assert.equal(tail.events.length, 1);
    proxy.behaviour = "forward";
    await tail.until(2);
    assert.deepEqual(tail.events.map(({ id }) => id), ["a", "b"]);
  } finally {
    await far.close();
  }
}, mongoProxyTest);

mongoTest("tailEvents() rejects with what its listener throws", async ({ open }) => {
  const store = await open();
  await store.events.append([anEvent({ id: "a" })]);
  const tail = store.followEvents(0, () => {
    throw new Error("no more");
  }, new AbortController().signal);
  await assert.rejects(tail, /no more/);
});

mongoTest("tailEvents() ends at once when its signal aborts", async ({ open }) => {
  const store = await open();
  const abort = new AbortController();
  const tail = store.followEvents(0, () => {}, abort.signal);
  await new Promise((resolve) => setTimeout(resolve, 50));
  abort.abort();
  await tail;
  await store.followEvents(0, () => {}, AbortSignal.abort());
});

mongoTest(
  "followEvents() is woken by commits of its own instance, between two polls",
  async ({ open }) => {
    const store = await open();
    const abort = new AbortController();
    const arrivals: number[] = [];
    const tail = store.followEvents(0, () => {
      arrivals.push(performance.now());
    }, abort.signal);
    const waits: number[] = [];
    for (let round = 0; round < 12; round++) {
      await store.events.append([anEvent({ id: `own-${round}` })]);
      const committed = performance.now();
      while (arrivals.length <= round) await new Promise((resolve) => setTimeout(resolve, 1));
      waits.push(arrivals[round]! - committed);
    }
    abort.abort();
    await tail;
    // A poll comes every 250 ms: without being woken the median wait would be over 100 ms.
    const median = waits.sort((a, b) => a - b)[6]!;
    assert.ok(median < 60, `waited ${median} ms`);
  },
);
