import assert from "node:assert/strict";
import { ProblemError } from "../http/problem.ts";
import { bodyFormat, parseDelivery } from "./body_formats.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const refusedWith = (status: number) => (error: unknown) =>
  error instanceof ProblemError && error.status === status;

Deno.test("bodyFormat() knows JSON and NDJSON in UTF-8 and nothing else", () => {
  for (
    const [type, format] of [
      ["application/json", "json"],
      ["Application/JSON; charset=UTF-8", "json"],
      ['application/json;charset="utf-8"', "json"],
      ["application/x-ndjson", "ndjson"],
      ["application/ndjson; charset=utf8", "ndjson"],
      ["application/jsonl", "ndjson"],
      ["application/json; charset=iso-8859-1", null],
      ["text/plain", null],
      ["application/x-www-form-urlencoded", null],
      ["constructor", null],
      ["", null],
      [null, null],
    ] as const
  ) assert.equal(bodyFormat(type), format, String(type));
});

Deno.test("parseDelivery() reads one event, arrays and lines", () => {
  assert.deepEqual(parseDelivery(bytes(' {"a":1} '), "json"), {
    isSingle: true,
    items: [{ input: { a: 1 } }],
  });
  assert.deepEqual(parseDelivery(bytes('[{"a":1},2]'), "json"), {
    isSingle: false,
    items: [{ input: { a: 1 } }, { input: 2 }],
  });
  assert.deepEqual(parseDelivery(bytes('{"a":1}\r\n\n  \n{"a":2}'), "ndjson"), {
    isSingle: false,
    items: [{ input: { a: 1 } }, { input: { a: 2 } }],
  });
});

Deno.test("parseDelivery() drops a byte order mark", () => {
  assert.deepEqual(parseDelivery(bytes('\ufeff{"a":1}'), "json").items, [{ input: { a: 1 } }]);
  assert.deepEqual(parseDelivery(bytes('\ufeff{"a":1}\n'), "ndjson").items, [{ input: { a: 1 } }]);
});

Deno.test("parseDelivery() lets a broken line harm only itself", () => {
  assert.deepEqual(parseDelivery(bytes('{"a":1}\n{"a":\n{"a":1,"a":2}\n'), "ndjson").items, [
    { input: { a: 1 } },
    { malformed: "is not valid JSON" },
    { malformed: "must not have an object that names a member twice" },
  ]);
});

Deno.test("parseDelivery() refuses empty, malformed and wrongly encoded bodies", () => {
  for (const text of ["", " \n", "\ufeff"]) {
    assert.throws(() => parseDelivery(bytes(text), "json"), refusedWith(400));
    assert.throws(() => parseDelivery(bytes(text), "ndjson"), refusedWith(400));
  }
  assert.throws(() => parseDelivery(bytes('{"a":1'), "json"), refusedWith(400));
  const invalid = new Uint8Array([0x7b, 0xc3, 0x28, 0x7d]);
  assert.throws(() => parseDelivery(invalid, "json"), refusedWith(400));
  assert.throws(() => parseDelivery(invalid, "ndjson"), refusedWith(400));
});

Deno.test("parseDelivery() takes 1,000 events and refuses one more", () => {
  const events = (count: number) => Array.from({ length: count }, () => ({}));
  const lines = (count: number) => bytes("{}\n".repeat(count));
  assert.equal(parseDelivery(bytes(JSON.stringify(events(1000))), "json").items.length, 1000);
  assert.equal(parseDelivery(lines(1000), "ndjson").items.length, 1000);
  assert.throws(
    () => parseDelivery(bytes(JSON.stringify(events(1001))), "json"),
    refusedWith(422),
  );
  assert.throws(() => parseDelivery(lines(1001), "ndjson"), refusedWith(422));
});
