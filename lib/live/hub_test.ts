import assert from "node:assert/strict";
import type { SequencedEvent } from "../events/event.ts";
import { LiveHub } from "./hub.ts";
import { liveSequenceOf } from "./sequence.ts";
import type { FrameSink } from "./subscription.ts";

function event(seq: number): SequencedEvent {
  return {
    id: `e${seq}`,
    seq,
    userId: "ana",
    type: "login",
    value: null,
    timestamp: "2026-01-01T00:00:00.000Z",
    metadata: {},
    source: "test",
    receivedAt: "2026-01-01T00:00:00.000Z",
  };
}

class TestSink implements FrameSink {
  bufferedAmount = 0;
  messages: { topic: string; seq: number; data: { id: string }[] }[] = [];
  gaps: [number, number][] = [];
  ended = false;
  sendMessage(text: string) {
    this.messages.push(JSON.parse(text));
  }
  sendGap(from: number, to: number) {
    this.gaps.push([from, to]);
  }
  endSlow() {
    this.ended = true;
  }
  get ids() {
    return this.messages.filter((m) => m.topic === "events").flatMap((m) =>
      m.data.map((e) => e.id)
    );
  }
}

function hubOf(stored: SequencedEvent[] = [], options = {}) {
  return new LiveHub({
    lastStoreSequence: stored.at(-1)?.seq ?? 0,
    since: (seq, limit) => Promise.resolve(stored.filter((e) => e.seq > seq).slice(0, limit)),
    ...options,
  });
}

function reader(hub: LiveHub, ...topics: ("events" | "kpis" | "alerts")[]) {
  const sink = new TestSink();
  const subscription = hub.subscribe(sink);
  subscription.topics = new Set(topics);
  return { sink, subscription };
}

Deno.test("LiveHub.publishEvents() coalesces a burst into one frame without the order numbers", () => {
  const hub = hubOf();
  const { sink } = reader(hub, "events");
  hub.publishEvents([event(1)]);
  hub.publishEvents([event(2), event(3)]);
  hub.stop();
  assert.equal(sink.messages.length, 1);
  assert.deepEqual(sink.ids, ["e1", "e2", "e3"]);
  assert.equal(sink.messages[0]?.seq, liveSequenceOf(3));
  assert.ok(!("seq" in (sink.messages[0]?.data[0] ?? {})));
});

Deno.test("LiveHub gives each reader its topics only, with rising numbers", () => {
  const hub = hubOf();
  const events = reader(hub, "events");
  const both = reader(hub, "events", "kpis");
  hub.publish("kpis", { orders: 1 });
  hub.publishEvents([event(1)]);
  hub.flush();
  hub.publish("kpis", { orders: 2 });
  hub.stop();
  assert.equal(events.sink.messages.length, 1);
  const numbers = both.sink.messages.map((message) => message.seq);
  assert.equal(numbers.length, 3);
  assert.ok(numbers.every((seq, index) => index === 0 || seq > (numbers[index - 1] ?? 0)));
});

Deno.test("LiveHub.resume() delivers from the ring exactly what came after the number", async () => {
  const hub = hubOf();
  reader(hub, "events");
  for (let seq = 1; seq <= 5; seq++) {
    hub.publishEvents([event(seq)]);
    hub.flush();
  }
  const { sink, subscription } = reader(hub, "events");
  await hub.resume(subscription, sink, liveSequenceOf(3));
  hub.stop();
  assert.deepEqual(sink.ids, ["e4", "e5"]);
  assert.deepEqual(sink.gaps, []);
});

Deno.test("LiveHub.resume() after a restart reads from the store, then goes on live in order", async () => {
  const stored = [1, 2, 3, 4].map(event);
  const hub = hubOf(stored);
  const { sink, subscription } = reader(hub, "events");
  const resumed = hub.resume(subscription, sink, liveSequenceOf(2) + 7);
  hub.publishEvents([event(5)]);
  hub.flush();
  await resumed;
  hub.stop();
  assert.deepEqual(sink.ids, ["e3", "e4", "e5"]);
  assert.deepEqual(sink.gaps, []);
});

Deno.test("LiveHub.resume() says gap when too much was missed, never a silent hole", async () => {
  const hub = hubOf(Array.from({ length: 3000 }, (_, index) => event(index + 1)));
  const { sink, subscription } = reader(hub, "events");
  await hub.resume(subscription, sink, liveSequenceOf(1));
  hub.stop();
  assert.deepEqual(sink.gaps, [[liveSequenceOf(1) + 1, liveSequenceOf(3000)]]);
  assert.deepEqual(sink.ids, []);
});

Deno.test("LiveHub.resume() says gap when the store is away", async () => {
  const hub = new LiveHub({
    lastStoreSequence: 9,
    since: () => Promise.reject(new Error("away")),
  });
  const { sink, subscription } = reader(hub, "events");
  await hub.resume(subscription, sink, liveSequenceOf(1));
  hub.stop();
  assert.equal(sink.gaps.length, 1);
});

Deno.test("LiveHub writes no frames of events for readers of other topics; who wants them misses none", async () => {
  const stored = [1, 2, 3, 4].map(event);
  const hub = hubOf(stored, { lastStoreSequence: 0 });
  const alerts = reader(hub, "alerts");
  hub.publish("alerts", [{ id: "a1" }]);
  hub.publishEvents(stored.slice(0, 3));
  hub.publish("alerts", [{ id: "a2" }]);
  const back = reader(hub, "alerts");
  await hub.resume(back.subscription, back.sink, 0);
  const late = reader(hub, "events", "alerts");
  await hub.resume(late.subscription, late.sink, liveSequenceOf(1));
  hub.publishEvents(stored.slice(3));
  hub.stop();
  assert.deepEqual(late.sink.ids, ["e2", "e3", "e4"]);
  assert.deepEqual(alerts.sink.messages.map(({ data }) => data[0]?.id), ["a1", "a2"]);
  assert.deepEqual(back.sink.messages.map(({ data }) => data[0]?.id), ["a1", "a2"]);
  assert.deepEqual([late.sink.gaps, back.sink.gaps], [[], []]);
});

Deno.test("LiveHub leaves a reader that takes nothing alone and tells it what it missed", () => {
  const hub = hubOf([], { maxFrames: 10 });
  const slow = reader(hub, "events");
  const quick = reader(hub, "events");
  slow.sink.bufferedAmount = 1e6;
  for (let seq = 1; seq <= 50; seq++) {
    hub.publishEvents([event(seq)]);
    hub.flush();
  }
  assert.equal(quick.sink.messages.length, 50);
  assert.equal(slow.sink.messages.length, 0);
  slow.sink.bufferedAmount = 0;
  hub.publishEvents([event(51)]);
  hub.stop();
  assert.deepEqual(slow.sink.gaps, [[1, liveSequenceOf(51)]]);
});

Deno.test("LiveHub keeps its ring within the bounds of number and size", async () => {
  const hub = hubOf([], { maxFrames: 1000, maxCharacters: 2000 });
  reader(hub, "events");
  for (let seq = 1; seq <= 100; seq++) {
    hub.publishEvents([event(seq)]);
    hub.flush();
  }
  const { sink, subscription } = reader(hub, "events");
  await hub.resume(subscription, sink, liveSequenceOf(98));
  hub.stop();
  assert.deepEqual(sink.ids, ["e99", "e100"]);
});

Deno.test("LiveHub writes no frames while nobody reads; who comes back gets them from the store", async () => {
  const stored = [1, 2, 3].map(event);
  const hub = hubOf();
  hub.publishEvents([event(1)]);
  assert.equal(hub.seq, liveSequenceOf(1));
  const later = new LiveHub({
    lastStoreSequence: 0,
    since: (seq, limit) => Promise.resolve(stored.filter((e) => e.seq > seq).slice(0, limit)),
  });
  later.publishEvents(stored);
  const { sink, subscription } = reader(later, "events");
  await later.resume(subscription, sink, liveSequenceOf(1));
  later.publishEvents([event(4)]);
  later.stop();
  hub.stop();
  assert.deepEqual(sink.ids, ["e2", "e3", "e4"]);
  assert.deepEqual(sink.gaps, []);
});
