import assert from "node:assert/strict";
import { z } from "zod";
import { readBytes, readForm, readJson } from "./body.ts";
import { ProblemError } from "./problem.ts";

const URL_ = "http://localhost/x";
const schema = z.object({ name: z.string() });

function json(body: BodyInit, headers: Record<string, string> = {}): Request {
  return new Request(URL_, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });
}

/** A body of `total` bytes that counts how many were taken from it. */
function countedBody(total: number): { body: ReadableStream<Uint8Array>; taken: () => number } {
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent >= total) return controller.close();
      const size = Math.min(65_536, total - sent);
      sent += size;
      controller.enqueue(new Uint8Array(size));
    },
  }, { highWaterMark: 0 });
  return { body, taken: () => sent };
}

async function problemStatus(promise: Promise<unknown>): Promise<number> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof ProblemError, String(error));
    return error.status;
  }
  throw new Error("nothing was thrown");
}

Deno.test("readBytes() refuses an announced size over the limit without reading", async () => {
  const { body, taken } = countedBody(2000);
  const request = json(body, { "content-length": "1001" });
  assert.equal(await problemStatus(readBytes(request, 1000)), 413);
  assert.equal(taken(), 0);
});

Deno.test("readBytes() stops a chunked body at most one chunk after the limit", async () => {
  const { body, taken } = countedBody(10 * 1024 * 1024);
  assert.equal(await problemStatus(readBytes(json(body), 100_000)), 413);
  assert.ok(taken() <= 100_000 + 65_536, `${taken()} bytes were read`);
});

Deno.test("readBytes() takes exactly the limit, announced or not", async () => {
  assert.equal((await readBytes(json(countedBody(1000).body), 1000)).byteLength, 1000);
  const announced = json(new Uint8Array(1000), { "content-length": "1000" });
  assert.equal((await readBytes(announced, 1000)).byteLength, 1000);
});

Deno.test("readBytes() refuses compression and sizes that are no number", async () => {
  assert.equal(await problemStatus(readBytes(json("x", { "content-encoding": "gzip" }), 9)), 415);
  assert.equal(await problemStatus(readBytes(json("x", { "content-length": "-1" }), 9)), 400);
  assert.equal((await readBytes(json("x", { "content-encoding": "identity" }), 9)).byteLength, 1);
});

Deno.test("readBytes() answers 400 when the body breaks off", async () => {
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error("reset")),
  });
  assert.equal(await problemStatus(readBytes(json(body), 9)), 400);
});

Deno.test("readJson() returns what the schema makes of the body", async () => {
  assert.deepEqual(await readJson(json('{"name":"Ana"}'), schema), { name: "Ana" });
  const charset = json('{"name":"Ana"}', { "content-type": "Application/JSON; charset=utf-8" });
  assert.deepEqual(await readJson(charset, schema), { name: "Ana" });
});

Deno.test("readJson() has a status for each way of being wrong", async () => {
  const cases: [string, Request, number][] = [
    ["text/plain", json('{"name":"A"}', { "content-type": "text/plain" }), 415],
    ["no type", new Request(URL_, { method: "POST", body: new Uint8Array([123, 125]) }), 415],
    ["empty", json(""), 400],
    ["truncated", json('{"name":'), 400],
    ["not UTF-8", json(new Uint8Array([0x22, 0xff, 0x22])), 400],
    ["other type", json('{"name":1}'), 422],
    ["too deep", json("[".repeat(10_000) + "]".repeat(10_000)), 400],
  ];
  for (const [title, request, status] of cases) {
    assert.equal(await problemStatus(readJson(request, schema)), status, title);
  }
});

Deno.test("readForm() returns fields once each and refuses repeated ones and NUL", async () => {
  const form = (body: string) =>
    new Request(URL_, {
      method: "POST",
      body,
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
  assert.deepEqual({ ...await readForm(form("a=1&b=x%20y")) }, { a: "1", b: "x y" });
  assert.equal(await problemStatus(readForm(form("a=1&a=2"))), 422);
  assert.equal(await problemStatus(readForm(form("a=%00"))), 422);
  assert.equal(await problemStatus(readForm(form("a[$ne]=1"))), 422);
});
