import assert from "node:assert/strict";
import { parse } from "./parse.ts";
import { stringify } from "./stringify.ts";

Deno.test("parse gives back what stringify took", () => {
  const values: unknown[] = [
    undefined,
    null,
    'a\n"b"</script>',
    true,
    10n,
    -0,
    [1, [2, [undefined]]],
    new Date("2026-01-02T03:04:05.678Z"),
    new URL("https://example.com/?a=b#c"),
    /a"b/giu,
    new Uint8Array([0, 255, 7]),
    new Map<unknown, unknown>([["k", new Set([1, null])], [{ x: 1 }, 2]]),
    { nested: { list: [{ a: 1 }, { a: 1 }] } },
    Temporal.PlainDate.from("2026-03-04"),
  ];
  for (const value of values) assert.deepEqual(parse(stringify(value)), value);
});

Deno.test("parse keeps holes of sparse arrays", () => {
  const array = parse<unknown[]>("[[1,-7,2],1,3]");
  assert.equal(1 in array, false);
  assert.equal(array.length, 3);
});

Deno.test("parse keeps identity and cycles, through Map and Set too", () => {
  const map = new Map<string, unknown>();
  const set = new Set<unknown>([map]);
  map.set("set", set);
  const root: Record<string, unknown> = { map, again: map };
  root.self = root;

  const parsed = parse<{ map: Map<string, Set<unknown>>; again: unknown; self: unknown }>(
    stringify(root),
  );
  assert.equal(parsed.self, parsed);
  assert.equal(parsed.again, parsed.map);
  assert(parsed.map.get("set")!.has(parsed.map));
});

Deno.test("parse uses custom parsers and shares their results", () => {
  const [a, b] = parse<[{ point: number[] }, unknown]>('[[1,1],["Point",2],[3,4],30,40]', {
    Point: (point: number[]) => ({ point }),
  });
  assert.deepEqual(a, { point: [30, 40] });
  assert.equal(a, b);
});

Deno.test("parse does not let a key change the prototype", () => {
  const parsed = parse<Record<string, unknown>>('[{"__proto__":1,"a":2},{"polluted":2},5]');
  assert.equal(Object.getPrototypeOf(parsed), Object.prototype);
  assert.deepEqual(Object.keys(parsed), ["a"]);
});

Deno.test("parse rejects tags without parser and indexes outside the table", () => {
  assert.throws(() => parse('[["Nope",1],1]'), /Nope/);
  assert.throws(() => parse("[[5]]"), /No entry 5/);
  assert.throws(() => parse('{"a":1}'), /table/);
});
