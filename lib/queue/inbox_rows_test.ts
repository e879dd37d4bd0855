import assert from "node:assert/strict";
import type { Event } from "../events/event.ts";
import { encodeEvent, InboxRows } from "./inbox_rows.ts";
import { KvFile } from "./kv_file.ts";

const TIME = "2026-01-01T00:00:00.000Z";

function anEvent(id: string): Event {
  return {
    id,
    userId: "ana",
    type: "login",
    value: null,
    timestamp: TIME,
    metadata: {},
    source: "test",
    receivedAt: TIME,
  };
}

Deno.test("InboxRows.read() gives nothing where another process has moved what was known", async () => {
  const folder = await Deno.makeTempDir({ prefix: "vigia-inbox-rows-" });
  const kv = await KvFile.open(`${folder}/queue.kv`);
  try {
    const ours = await InboxRows.open(kv);
    await ours.write([encodeEvent(anEvent("a")), encodeEvent(anEvent("b"))]);
    const theirs = await InboxRows.open(kv);
    const batch = await theirs.read();
    assert.deepEqual(batch?.events.map(({ id }) => id), ["a", "b"]);
    await theirs.remove(batch!);

    const waited = Promise.withResolvers<"waits">();
    const timer = setTimeout(() => waited.resolve("waits"), 2_000);
    assert.equal(await Promise.race([ours.read(), waited.promise]), null);
    clearTimeout(timer);
    assert.equal(ours.depth, 0);
  } finally {
    kv.close();
    await Deno.remove(folder, { recursive: true });
  }
});
