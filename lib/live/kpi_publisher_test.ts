import assert from "node:assert/strict";
import { silentLogger } from "../logging/logger.ts";
import type { RangedFilter, Summary } from "../store/events.ts";
import { LiveHub } from "./hub.ts";
import { KpiPublisher } from "./kpi_publisher.ts";
import type { FrameSink } from "./subscription.ts";
import type { Topic } from "./topics.ts";

const NOW = Date.UTC(2026, 0, 2);

async function publisher(topics: Topic[], work: (kpis: KpiPublisher) => Promise<void>) {
  const asked: RangedFilter[] = [];
  const frames: { data: unknown }[] = [];
  const hub = new LiveHub({ lastStoreSequence: 0, since: () => Promise.resolve([]) });
  const sink: FrameSink = {
    bufferedAmount: 0,
    sendMessage: (text) => frames.push(JSON.parse(text)),
    sendGap: () => assert.fail("gap"),
    endSlow: () => assert.fail("slow"),
  };
  hub.subscribe(sink).topics = new Set(topics);
  const kpis = new KpiPublisher({
    hub,
    logger: silentLogger,
    now: () => NOW,
    summary: (filter) => {
      asked.push(filter);
      return Promise.resolve({ orders: asked.length } as Summary);
    },
  });
  await work(kpis);
  await kpis.stop();
  hub.stop();
  return { asked, frames };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

Deno.test("KpiPublisher publishes the last 24 hours soon after events, once for a burst", async () => {
  const { asked, frames } = await publisher(["kpis"], async (kpis) => {
    await pause(1005);
    for (let n = 0; n < 50; n++) kpis.touch();
    await pause(50);
  });
  assert.deepEqual(asked, [{ from: NOW - 86_400_000, to: NOW }]);
  assert.deepEqual(frames.map((frame) => frame.data), [{ orders: 1 }]);
});

Deno.test("KpiPublisher reads nothing while nobody looks", async () => {
  const { asked } = await publisher(["events"], async (kpis) => {
    await pause(1005);
    kpis.touch();
    await pause(50);
  });
  assert.deepEqual(asked, []);
});
