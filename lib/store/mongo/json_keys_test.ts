import assert from "node:assert/strict";
import { decodeJson, decodeKey, encodeJson, encodeKey } from "./json_keys.ts";

Deno.test("encodeKey() leaves common keys readable", () => {
  for (const key of ["region", "orderId", "snake_case", "ção", "a-b", "a$b", "1", "with space"]) {
    assert.equal(encodeKey(key), key);
  }
});

Deno.test("encodeKey() and decodeKey() are inverse for keys that servers refuse", () => {
  const keys = ["", ".", "a.b", "$set", "$", "%", "%2e", "%25", "a\0b", "__proto__", "$.%", "%%"];
  for (const key of keys) {
    const encoded = encodeKey(key);
    assert.equal(decodeKey(encoded), key);
    assert.doesNotMatch(encoded, /^$|^\$|[.\0]|^__proto__$/);
  }
  assert.equal(new Set(keys.map(encodeKey)).size, keys.length);
});

Deno.test("encodeJson() and decodeJson() keep nested values", () => {
  const value = JSON.parse(
    '{"a.b":{"$x":[1,{"":null}],"__proto__":{"y":true}},"plain":-1.5,"list":[[],{}]}',
  );
  const encoded = encodeJson(value);
  assert.deepEqual(Object.keys(encoded as object), ["a%2eb", "plain", "list"]);
  assert.equal(JSON.stringify(decodeJson(encoded)), JSON.stringify(value));
});

Deno.test("encodeJson() leaves out undefined fields", () => {
  assert.deepEqual(encodeJson({ a: undefined, b: [undefined, 1], c: null }), {
    b: [null, 1],
    c: null,
  });
});
