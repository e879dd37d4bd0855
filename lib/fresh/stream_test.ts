import assert from "node:assert/strict";
import { iterableToStream } from "./stream.ts";

Deno.test("iterableToStream encodes text and passes bytes on", async () => {
  const stream = iterableToStream(["ä", new Uint8Array([33])]);
  assert.equal(await new Response(stream).text(), "ä!");
});

Deno.test("iterableToStream ends the generator when the client leaves", async () => {
  let isClosed = false;
  async function* endless() {
    try {
      while (true) yield await Promise.resolve("x");
    } finally {
      isClosed = true;
    }
  }
  const reader = iterableToStream(endless()).getReader();
  await reader.read();
  await reader.cancel();
  assert.equal(isClosed, true);
});

Deno.test("iterableToStream passes the source's error to the reader", async () => {
  function* failing(): Generator<string> {
    yield "a";
    throw new Error("broken");
  }
  await assert.rejects(new Response(iterableToStream(failing())).text(), /broken/);
});
