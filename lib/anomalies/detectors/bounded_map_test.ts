import assert from "node:assert/strict";
import { BoundedMap } from "./bounded_map.ts";

Deno.test("BoundedMap keeps what is used and at most so many entries", () => {
  const map = new BoundedMap<number>(100);
  map.set("kept", 0);
  for (let index = 0; index < 1000; index++) {
    map.set(`key ${index}`, index);
    map.set("kept", (map.get("kept") ?? NaN) + 1);
    const [old, young] = map.save();
    assert.ok(old.length + young.length <= 100);
  }
  assert.equal(map.get("kept"), 1000);
  assert.equal(map.get("key 999"), 999);
  assert.equal(map.get("key 800"), undefined);
});

Deno.test("BoundedMap.restore() forgets in the same order", () => {
  const map = new BoundedMap<number>(10);
  for (let index = 0; index < 7; index++) map.set(`${index}`, index);
  const copy = BoundedMap.restore(10, map.save());
  for (let index = 7; index < 30; index++) {
    map.set(`${index}`, index);
    copy.set(`${index}`, index);
    assert.deepEqual(copy.save(), map.save());
  }
});
