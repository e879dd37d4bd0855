import assert from "node:assert/strict";
import { anEvent } from "@/tests/store/fixtures.ts";
import type { Event } from "./event.ts";
import { exportResponse } from "./event_export.ts";

/** Batches that remember how far they were read and whether they were closed. */
class Batches implements AsyncIterable<Event[]> {
  read = 0;
  isClosed = false;
  readonly #count: number;
  readonly #failAt: number;
  constructor(count: number, failAt = Infinity) {
    this.#count = count;
    this.#failAt = failAt;
  }
  async *[Symbol.asyncIterator]() {
    try {
      while (this.read < this.#count) {
        if (this.read === this.#failAt) throw new Error("the store went away");
        yield await Promise.resolve([anEvent({ id: `e${this.read++}` })]);
      }
    } finally {
      this.isClosed = true;
    }
  }
}

Deno.test("exportResponse() names the file and its type", async () => {
  const now = Date.UTC(2026, 10, 22, 23);
  const csv = await exportResponse(new Batches(1), "csv", now);
  assert.equal(csv.headers.get("content-type"), "text/csv; charset=utf-8; header=present");
  assert.equal(
    csv.headers.get("content-disposition"),
    'attachment; filename="vigia-events-2026-11-22.csv"',
  );
  const lines = (await csv.text()).split("\r\n");
  assert.deepEqual([lines.length, lines[0]?.startsWith("id,timestamp,")], [3, true]);
  const ndjson = await exportResponse(new Batches(1), "ndjson", now);
  assert.equal(ndjson.headers.get("content-type"), "application/x-ndjson; charset=utf-8");
  await ndjson.body?.cancel();
});

Deno.test("exportResponse() writes one JSON line an event", async () => {
  const lines = (await (await exportResponse(new Batches(3), "ndjson")).text()).trimEnd().split(
    "\n",
  );
  assert.deepEqual(lines.map((line) => JSON.parse(line).id), ["e0", "e1", "e2"]);
});

Deno.test("exportResponse() of nothing is a header, or an empty file", async () => {
  assert.match(await (await exportResponse(new Batches(0), "csv")).text(), /^id,.*metadata\r\n$/);
  assert.equal(await (await exportResponse(new Batches(0), "ndjson")).text(), "");
});

Deno.test("exportResponse() reads only as fast as the client takes", async () => {
  const batches = new Batches(1000);
  const reader = (await exportResponse(batches, "ndjson")).body!.getReader();
  await reader.read();
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(batches.read < 5, `read ${batches.read} batches ahead`);
  await reader.cancel();
  assert.ok(batches.isClosed);
});

Deno.test("exportResponse() tells a failure by the status first, then by breaking off", async () => {
  await assert.rejects(exportResponse(new Batches(5, 0), "csv"), /went away/);
  const broken = await exportResponse(new Batches(5, 3), "csv");
  await assert.rejects(broken.text(), /went away/);
});
