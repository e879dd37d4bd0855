import assert from "node:assert/strict";
import { SerializeError, stringify } from "./stringify.ts";

Deno.test("stringify writes children as indexes and specials as negative numbers", () => {
  assert.equal(stringify({ a: 1, b: null, c: -2 }), '[{"a":1,"b":-2,"c":2},1,-2]');
  assert.equal(stringify([1, , 3]), "[[1,-7,2],1,3]");
  assert.equal(stringify(undefined), "-1");
  assert.equal(stringify([NaN, Infinity, -Infinity, -0]), "[[-3,-4,-5,-6]]");
});

Deno.test("stringify stores equal references once", () => {
  const shared = { foo: 123 };
  assert.equal(stringify({ a: shared, b: [shared] }), '[{"a":1,"b":3},{"foo":2},123,[1]]');
});

Deno.test("stringify writes only the bytes of a view", () => {
  const view = new Uint8Array([9, 1, 2, 3, 9]).subarray(1, 4);
  assert.equal(stringify(view), '[["Uint8Array","AQID"]]');
});

Deno.test("stringify drops __proto__ keys", () => {
  assert.equal(stringify(JSON.parse('{"__proto__":{"x":1},"y":2}')), '[{"y":1},2]');
});

Deno.test("stringify accepts objects without prototype and of other realms", () => {
  assert.equal(stringify(Object.assign(Object.create(null), { id: "1" })), '[{"id":1},"1"]');
});

Deno.test("stringify names the path of what it cannot write", () => {
  class Money {}
  const cases: [unknown, RegExp, string][] = [
    [{ a: { onClick: () => {} } }, /functions/, "a.onClick"],
    [{ a: [Symbol("s")] }, /symbols/, "a.0"],
    [{ a: Promise.resolve() }, /await/, "a"],
    [{ total: new Money() }, /Money/, "total"],
    [{ e: new Error("x") }, /Error/, "e"],
    [new Map([["k", new WeakMap()]]), /WeakMap/, "k"],
    [{ list: [{ constructor: undefined, type: "p", props: {} }] }, /JSX/, "list.0"],
  ];
  for (const [value, reason, path] of cases) {
    assert.throws(() => stringify(value), (error) => {
      assert(error instanceof SerializeError);
      assert.match(error.reason, reason);
      assert.equal(error.path.join("."), path);
      return true;
    });
  }
});

Deno.test("stringify refuses a custom value that contains itself", () => {
  const box: { isBox: true; value: unknown } = { isBox: true, value: null };
  box.value = [box];
  const custom = {
    Box: (value: unknown) => value === box ? { value: box.value } : undefined,
  };
  assert.throws(() => stringify(box, custom), /A Box cannot contain itself/);
});
