import assert from "node:assert/strict";
import { parseConfig } from "../config.ts";
import { silentLogger } from "../logging/logger.ts";
import type { Stored } from "../store/collections.ts";
import { openStore } from "../store/open.ts";
import type { Channel } from "./channel.ts";
import { MAX_TRIES } from "./delivery.ts";
import { type DeliveryEntry, DeliveryLog, type TryResult } from "./delivery_log.ts";
import { message } from "./testing/messages.ts";

const DAY_MS = 86_400_000;
const AT = "2026-11-26T12:00:00.000Z";

async function withLog(test: (log: DeliveryLog) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  const store = await openStore(parseConfig({ DATA_DIR: folder }), silentLogger);
  try {
    await test(new DeliveryLog(store));
  } finally {
    await store.close();
    await Deno.remove(folder, { recursive: true });
  }
}

function entry(id: string, channelId: string): DeliveryEntry {
  const channel = { id: channelId, name: channelId, kind: "webhook" } as Stored<Channel>;
  return { id: `${id}:${channelId}`, channelId, channel, message: message(id) };
}
const result = (changes: Partial<TryResult> = {}): TryResult => ({
  state: "pending",
  at: AT,
  receipt: null,
  error: "no",
  failure: null,
  isSent: true,
  ...changes,
});

Deno.test("DeliveryLog lists by channel, state and message, a page at a time", async () => {
  await withLog(async (log) => {
    for (const id of ["n1", "n2", "n3"]) {
      await log.record(entry(id, "a"), result());
      await log.record(entry(id, "b"), result({ state: "failed" }));
    }
    const ids = async (filter: Parameters<DeliveryLog["list"]>[0]) =>
      (await log.list(filter)).items.map((item) => item.id);
    assert.deepEqual(await ids({ limit: 9, channelId: "a" }), ["n3:a", "n2:a", "n1:a"]);
    assert.deepEqual(await ids({ limit: 9, state: "failed" }), ["n3:b", "n2:b", "n1:b"]);
    assert.deepEqual(await ids({ limit: 9, notificationId: "n2" }), ["n2:b", "n2:a"]);
    assert.deepEqual(await ids({ limit: 9, channelId: "a", state: "failed" }), []);
    const first = await log.list({ limit: 4 });
    const second = await log.list({ limit: 4, cursor: first.next! });
    assert.deepEqual([...first.items, ...second.items].length, 6);
    assert.equal(second.next, null);
  });
});

Deno.test("DeliveryLog keeps the newest tries, of one wait only the last, and errors short", async () => {
  await withLog(async (log) => {
    const one = entry("n1", "a");
    for (let n = 0; n < MAX_TRIES + 5; n++) await log.record(one, result({ error: `e${n}` }));
    for (const at of ["1", "2", "3"]) {
      await log.record(one, result({ at, error: "pauses", isSent: false }));
    }
    await log.record(one, result({ error: "x".repeat(5_000) }));
    const { tries } = (await log.get(one.id))!;
    assert.equal(tries.length, MAX_TRIES);
    assert.deepEqual(tries.at(-2), { at: "3", error: "pauses", failure: null, isSent: false });
    assert.equal(tries.at(-3)!.error, `e${MAX_TRIES + 4}`);
    assert.equal(tries.at(-1)!.error!.length, 500);
  });
});

Deno.test("DeliveryLog forgets after 90 days", async () => {
  await withLog(async (log) => {
    await log.record(entry("n1", "a"), result());
    assert.equal(await log.prune(Date.now() + 89 * DAY_MS), 0);
    assert.equal(await log.prune(Date.now() + 91 * DAY_MS), 1);
    assert.equal(await log.get("n1:a"), null);
  });
});
