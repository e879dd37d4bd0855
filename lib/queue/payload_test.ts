import assert from "node:assert/strict";
import { PayloadTooLargeError } from "./errors.ts";
import { INLINE_PAYLOAD_BYTES, MAX_PAYLOAD_BYTES } from "./job.ts";
import { decodePayload, encodePayload } from "./payload.ts";

function roundTrip(payload: unknown): unknown {
  const { inline, chunks } = encodePayload("test", payload);
  return decodePayload(inline === null ? chunks : [inline]);
}

Deno.test("encodePayload() keeps a small payload in the row", () => {
  const { inline, chunks, bytes } = encodePayload("test", { a: "ç" });
  assert.equal(chunks.length, 0);
  assert.equal(bytes, inline?.length);
  assert.equal(bytes, 10);
});

Deno.test("encodePayload() cuts a large payload into values that Deno KV takes", () => {
  const { inline, chunks } = encodePayload("test", "x".repeat(200_000));
  assert.equal(inline, null);
  assert.deepEqual(chunks.map((chunk) => chunk.length), [60_000, 60_000, 60_000, 20_002]);
});

Deno.test("decodePayload() gives back what was encoded, characters across a cut included", () => {
  for (const length of [0, 1, INLINE_PAYLOAD_BYTES, 59_998, 59_999, 60_000, 60_001, 150_000]) {
    const text = `${"a".repeat(length)}😀é${"b".repeat(50_000)}`;
    assert.equal(roundTrip(text), text);
  }
  const nested = { list: [1, null, { deep: true }], text: "\u2028\0" };
  assert.deepEqual(roundTrip(nested), nested);
  assert.equal(roundTrip(undefined), null);
});

Deno.test("encodePayload() takes the stated limit and refuses one byte more", () => {
  const largest = "x".repeat(MAX_PAYLOAD_BYTES - 2);
  assert.equal(encodePayload("test", largest).bytes, MAX_PAYLOAD_BYTES);
  assert.throws(() => encodePayload("test", `${largest}x`), PayloadTooLargeError);
});
