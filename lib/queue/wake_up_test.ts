import assert from "node:assert/strict";
import { silentLogger } from "../logging/logger.ts";
import { QueueClock, systemClock } from "./clock.ts";
import { eventually, withQueues } from "./testing/temporary_queues.ts";
import { WakeUp } from "./wake_up.ts";

Deno.test("WakeUp.at() wakes by a timer, at the earliest of several times", async () => {
  await withQueues(async ({ open }) => {
    const { kv } = await open();
    const clock = new QueueClock(systemClock, 0);
    const woken: number[] = [];
    const wake = new WakeUp({
      kv,
      clock,
      logger: silentLogger,
      native: false,
      onWake: () => void woken.push(clock.now()),
    });
    wake.listen();
    const start = clock.now();
    wake.at(start + 5_000);
    wake.at(start + 60);
    wake.at(start + 900);
    await eventually(() => woken.length === 1, "the wake-up");
    assert.ok(woken[0]! - start >= 59 && woken[0]! - start < 800, `${woken[0]! - start} ms`);
    wake.stop();
  });
});

Deno.test("WakeUp.at() of a process that runs nothing reaches a listener by Deno KV's queue", async () => {
  await withQueues(async ({ open }) => {
    const { kv } = await open();
    const clock = new QueueClock(systemClock, 0);
    let woken = 0;
    const options = { kv, clock, logger: silentLogger, native: true };
    const listener = new WakeUp({ ...options, onWake: () => void woken++ });
    const producer = new WakeUp({ ...options, onWake: () => assert.fail("it does not listen") });
    listener.listen();
    for (let i = 0; i < 20; i++) producer.at(clock.now() + i / 10);
    await eventually(() => woken > 0, "the message");
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.ok(woken <= 2, `${woken} messages for one moment`);
    listener.stop();
    producer.stop();
  });
});

Deno.test("WakeUp goes on with timers where the host has no queue", async () => {
  await withQueues(async ({ open }) => {
    const { kv } = await open();
    const clock = new QueueClock(systemClock, 0);
    let woken = 0;
    const hostWithoutQueue = Object.assign(Object.create(kv), {
      listenNative: () => Promise.reject(new TypeError("queues are not supported")),
      enqueueNative: () => Promise.reject(new TypeError("queues are not supported")),
    });
    const wake = new WakeUp({
      kv: hostWithoutQueue,
      clock,
      logger: silentLogger,
      native: true,
      onWake: () => void woken++,
    });
    wake.listen();
    wake.at(clock.now() + 1_200);
    await new Promise((resolve) => setTimeout(resolve, 50));
    wake.at(clock.now() + 50);
    await eventually(() => woken > 0, "the timer", 1_000);
    wake.stop();
  });
});
