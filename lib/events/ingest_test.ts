import assert from "node:assert/strict";
import { Registry } from "prom-client";
import { ProblemError } from "../http/problem.ts";
import { silentLogger } from "../logging/logger.ts";
import type { AppendResult } from "../store/events.ts";
import { StoreUnavailableError } from "../store/store.ts";
import type { Event, SequencedEvent } from "./event.ts";
import { normalizeEvent } from "./incoming.ts";
import { Ingest, type IngestLimits } from "./ingest.ts";
import { WebhookVerifier } from "./standard_webhooks.ts";

function event(id: string): Event {
  const arrival = { source: "test", receivedAt: new Date().toISOString() };
  const result = normalizeEvent({ id, userId: "u", type: "login" }, arrival);
  assert.ok(result.ok);
  return result.event;
}

/** Both ends of the path, with faults to switch on. */
class Rig {
  readonly stored = new Map<string, Event>();
  readonly inboxed: Event[] = [];
  readonly announced: SequencedEvent[] = [];
  /** Sizes of all groups that reached the store. */
  readonly groups: number[] = [];
  inFlight = 0;
  mostInFlight = 0;
  /** What happens before the store takes a group. */
  beforeAppend: (events: Event[]) => Promise<void> | void = () => {};
  beforeInbox: () => void = () => {};
  readonly registry = new Registry();
  readonly ingest: Ingest;

  constructor(limits: Partial<IngestLimits> = {}) {
    this.ingest = new Ingest({
      store: { append: (events) => this.#append(events) },
      inbox: {
        accept: (events) => {
          this.beforeInbox();
          this.inboxed.push(...events);
          return Promise.resolve();
        },
      },
      webhooks: new WebhookVerifier([]),
      onStored: (events) => this.announced.push(...events),
      registry: this.registry,
      logger: silentLogger,
      limits,
    });
  }

  async #append(events: Event[]): Promise<AppendResult> {
    this.groups.push(events.length);
    this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
    try {
      await this.beforeAppend(events);
    } finally {
      this.inFlight--;
    }
    const result: AppendResult = { inserted: [], duplicates: [] };
    for (const one of events) {
      if (this.stored.has(one.id)) result.duplicates.push(one.id);
      else {
        this.stored.set(one.id, one);
        result.inserted.push({ ...one, seq: this.stored.size });
      }
    }
    return result;
  }

  acceptMany(from: number, count: number): Promise<void>[] {
    return Array.from({ length: count }, (_, i) => this.ingest.accept([event(`e${from + i}`)]));
  }

  async outcomes(): Promise<Record<string, number>> {
    const metric = await this.registry.getSingleMetric("vigia_events_ingested_total")!.get();
    return Object.fromEntries(metric.values.map((v) => [String(v.labels.outcome), v.value]));
  }
}

const away = () => Promise.reject(new StoreUnavailableError("no answer"));
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const isRetryable = (error: unknown) =>
  error instanceof ProblemError && error.status === 503 &&
  Number(error.headers["retry-after"]) >= 1;

Deno.test("Ingest.accept() lets concurrent requests share one commit", async () => {
  const rig = new Rig();
  await Promise.all(rig.acceptMany(0, 300));
  assert.equal(rig.stored.size, 300);
  assert.deepEqual(rig.groups, [300]);
});

Deno.test("Ingest.accept() commits one group at a time and gathers the next meanwhile", async () => {
  const rig = new Rig();
  rig.beforeAppend = () => sleep(5).then(() => {});
  const first = rig.acceptMany(0, 10);
  while (rig.groups.length === 0) await sleep(0);
  const second = [...rig.acceptMany(10, 20), ...rig.acceptMany(30, 20)];
  await Promise.all([...first, ...second]);
  assert.deepEqual(rig.groups, [10, 40]);
  assert.equal(rig.mostInFlight, 1);
});

Deno.test("Ingest.accept() resolves only after the store has the events", async () => {
  const rig = new Rig();
  rig.beforeAppend = () => sleep(5).then(() => {});
  await Promise.all(Array.from({ length: 50 }, async (_, i) => {
    await sleep(i % 7);
    await rig.ingest.accept([event(`e${i}`)]);
    assert.ok(rig.stored.has(`e${i}`));
  }));
});

Deno.test("Ingest.accept() keeps commits within their size, but never splits a request", async () => {
  const rig = new Rig({ commitEvents: 100 });
  const request = (size: number, name: string) =>
    rig.ingest.accept(Array.from({ length: size }, (_, i) => event(`${name}${i}`)));
  await Promise.all([request(60, "a"), request(60, "b"), request(40, "c"), request(150, "d")]);
  assert.deepEqual(rig.groups, [60, 100, 150]);
});

Deno.test("Ingest.accept() announces each new event once, in commit order", async () => {
  const rig = new Rig();
  await Promise.all([...rig.acceptMany(0, 5), ...rig.acceptMany(0, 5)]);
  await rig.ingest.accept([event("e2"), event("new"), event("new")]);
  const ids = rig.announced.map(({ id }) => id);
  assert.deepEqual(ids, ["e0", "e1", "e2", "e3", "e4", "new"]);
  assert.deepEqual(await rig.outcomes(), { stored: 6, duplicate: 7 });
});

Deno.test("Ingest.accept() survives an effect that throws", async () => {
  const rig = new Rig();
  rig.announced.push = () => {
    throw new Error("the hub is broken");
  };
  await rig.ingest.accept([event("a")]);
  assert.ok(rig.stored.has("a"));
});

Deno.test("Ingest.accept() uses the inbox while the store is away, and the store again later", async () => {
  const rig = new Rig({ retryStoreMs: 30 });
  rig.beforeAppend = away;
  await Promise.all(rig.acceptMany(0, 10));
  rig.beforeAppend = () => {};
  // Asked again too early, the store would have to fail a second time for every group.
  await Promise.all(rig.acceptMany(10, 10));
  assert.deepEqual([rig.inboxed.length, rig.stored.size, rig.groups.length], [20, 0, 1]);
  assert.equal(rig.announced.length, 0);
  await sleep(40);
  // The try that ends the outage goes both ways; what comes after it needs no inbox.
  await Promise.all(rig.acceptMany(20, 10));
  await sleep(1);
  await Promise.all(rig.acceptMany(30, 10));
  assert.equal(rig.stored.size, 20);
  assert.deepEqual(await rig.outcomes(), { inbox: 30, stored: 20 });
});

Deno.test("Ingest.accept() lets nobody wait for a store that is known to be away", async () => {
  const rig = new Rig({ slowMs: 200, retryStoreMs: 0 });
  rig.beforeAppend = () => sleep(250).then(away);
  await rig.ingest.accept([event("first")]);
  let slowest = 0;
  for (let n = 0; n < 100; n++) {
    const before = performance.now();
    await rig.ingest.accept([event(`e${n}`)]);
    slowest = Math.max(slowest, performance.now() - before);
    await sleep(8);
  }
  assert.ok(rig.groups.length > 2, "the store was not tried again");
  assert.equal(rig.mostInFlight, 1);
  assert.ok(slowest < 150, `somebody waited ${slowest} ms`);
  assert.equal(rig.inboxed.length, 101);
});

Deno.test("Ingest.accept() keeps using the inbox while the store takes events, but slowly", async () => {
  const rig = new Rig({ slowMs: 20, retryStoreMs: 0 });
  rig.beforeAppend = () => sleep(40).then(() => {});
  for (let n = 0; n < 20; n++) {
    await rig.ingest.accept([event(`e${n}`)]);
    await sleep(5);
  }
  assert.equal(rig.inboxed.length, 20);
  rig.beforeAppend = () => {};
  while (rig.inFlight > 0) await sleep(5);
  await rig.ingest.accept([event("quick")]);
  await sleep(1);
  await rig.ingest.accept([event("last")]);
  assert.deepEqual(rig.inboxed.map(({ id }) => id).slice(20), ["quick"]);
});

Deno.test("Ingest.accept() uses the inbox while an append hangs, and announces that one when it ends", async () => {
  const rig = new Rig({ slowMs: 20 });
  let release = () => {};
  rig.beforeAppend = () => new Promise((resolve) => release = resolve);
  await Promise.all(rig.acceptMany(0, 3));
  await Promise.all(rig.acceptMany(3, 3));
  assert.deepEqual(rig.inboxed.map(({ id }) => id), ["e0", "e1", "e2", "e3", "e4", "e5"]);
  assert.equal(rig.groups.length, 1);
  rig.beforeAppend = () => {};
  release();
  await sleep(1);
  assert.deepEqual(rig.announced.map(({ id }) => id), ["e0", "e1", "e2"]);
  await rig.ingest.accept([event("later")]);
  assert.ok(rig.stored.has("later"));
});

Deno.test("Ingest.accept() answers 503 with Retry-After when store and inbox are away", async () => {
  const rig = new Rig();
  rig.beforeAppend = away;
  rig.beforeInbox = () => {
    throw new StoreUnavailableError("full");
  };
  const results = await Promise.allSettled(rig.acceptMany(0, 5));
  for (const result of results) {
    assert.ok(result.status === "rejected" && isRetryable(result.reason));
  }
  assert.deepEqual(await rig.outcomes(), { failed: 5 });
});

Deno.test("Ingest.accept() refuses more than may wait, and takes events again afterwards", async () => {
  const rig = new Rig({ pendingEvents: 10 });
  rig.beforeAppend = () => sleep(5).then(() => {});
  const taken = rig.acceptMany(0, 10);
  await assert.rejects(rig.ingest.accept([event("more")]), isRetryable);
  await Promise.all(taken);
  await rig.ingest.accept([event("more")]);
  assert.equal(rig.stored.size, 11);
});

Deno.test("Ingest.accept() takes a request that is larger than what may wait when nothing does", async () => {
  const rig = new Rig({ pendingEvents: 2 });
  await rig.ingest.accept([event("a"), event("b"), event("c")]);
  assert.equal(rig.stored.size, 3);
});

Deno.test("Ingest.accept() lets an event that the store cannot take fail alone", async () => {
  const rig = new Rig();
  rig.beforeAppend = (events) => {
    if (events.some(({ id }) => id === "e3")) throw new TypeError("cannot bind");
  };
  const results = await Promise.allSettled(rig.acceptMany(0, 6));
  const failed = results.flatMap((result, i) => result.status === "rejected" ? [i] : []);
  assert.deepEqual(failed, [3]);
  assert.equal(rig.stored.size, 5);
  assert.equal(rig.inboxed.length, 0);
});

Deno.test("Ingest.store() stores at once and announces, but does not use the inbox", async () => {
  const rig = new Rig();
  const { inserted } = await rig.ingest.store([event("a")]);
  assert.deepEqual([inserted[0]!.id, rig.announced[0]!.id], ["a", "a"]);
  rig.beforeAppend = away;
  await assert.rejects(rig.ingest.store([event("b")]), StoreUnavailableError);
  assert.equal(rig.inboxed.length, 0);
});

Deno.test("Ingest.drain() waits for all that was accepted", async () => {
  const rig = new Rig();
  await rig.ingest.drain();
  rig.beforeAppend = () => sleep(5).then(() => {});
  const accepted = rig.acceptMany(0, 10);
  await rig.ingest.drain();
  assert.equal(rig.stored.size, 10);
  await Promise.all(accepted);
});
