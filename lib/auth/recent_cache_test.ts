import assert from "node:assert/strict";
import { StoreUnavailableError } from "../store/store.ts";
import { RecentCache } from "./recent_cache.ts";

/** A cache over a map that counts questions, with a clock of its own. */
function cacheOver(stored: Map<string, string>, maxEntries?: number) {
  const state = { now: 1_000_000, loads: 0, fails: null as Error | null };
  const cache = new RecentCache<string>(async (key) => {
    state.loads++;
    await Promise.resolve();
    if (state.fails !== null) throw state.fails;
    return stored.get(key) ?? null;
  }, { now: () => state.now, ...(maxEntries !== undefined && { maxEntries }) });
  return { cache, state };
}

Deno.test("RecentCache.get() asks once for many callers and then answers at once", async () => {
  const { cache, state } = cacheOver(new Map([["a", "1"]]));
  assert.deepEqual(await Promise.all([cache.get("a"), cache.get("a"), cache.get("a")]), [
    "1",
    "1",
    "1",
  ]);
  assert.equal(cache.get("a"), "1");
  assert.equal(state.loads, 1);
});

Deno.test("RecentCache.get() never answers what is older than a second", async () => {
  const stored = new Map([["a", "1"]]);
  const { cache, state } = cacheOver(stored);
  await cache.get("a");
  stored.delete("a");
  state.now += 999;
  assert.equal(cache.get("a"), "1");
  await Promise.resolve();
  await Promise.resolve();
  state.now += 1;
  assert.equal(await cache.get("a"), null);
});

Deno.test("RecentCache.get() renews in the background before the value is too old", async () => {
  const stored = new Map([["a", "1"]]);
  const { cache, state } = cacheOver(stored);
  await cache.get("a");
  stored.set("a", "2");
  state.now += 600;
  assert.equal(cache.get("a"), "1");
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal(cache.get("a"), "2");
  assert.equal(state.loads, 2);
});

Deno.test("RecentCache.get() remembers what does not exist, without losing what does", async () => {
  const { cache, state } = cacheOver(new Map([["a", "1"]]));
  await cache.get("a");
  for (let i = 0; i < 5000; i++) await cache.get(`junk${i}`);
  assert.equal(cache.get("a"), "1");
  const { loads } = state;
  assert.equal(await cache.get("junk4999"), null);
  assert.equal(state.loads, loads);
});

Deno.test("RecentCache.delete() also drops an answer that is on its way", async () => {
  const stored = new Map([["a", "old"]]);
  const { cache } = cacheOver(stored);
  const early = cache.get("a");
  cache.delete("a");
  stored.set("a", "new");
  assert.equal(await early, "new");
  assert.equal(await cache.get("a"), "new");
});

Deno.test("RecentCache.get() outlasts a store that is away, but not one that says no", async () => {
  const stored = new Map([["a", "1"]]);
  const { cache, state } = cacheOver(stored);
  await cache.get("a");
  state.fails = new StoreUnavailableError("away");
  state.now += 60 * 60 * 1000;
  assert.equal(await cache.get("a"), "1");
  await assert.rejects(async () => await cache.get("unknown"), StoreUnavailableError);
  state.fails = null;
  stored.delete("a");
  state.now += 1000;
  assert.equal(await cache.get("a"), null);
});

Deno.test("RecentCache.get() lets callers wait once for a silent store, then renews without them", async () => {
  const answers: PromiseWithResolvers<string | null>[] = [];
  let now = () => Date.now();
  let askedAt = 0;
  const cache = new RecentCache<string>(() => {
    const answer = Promise.withResolvers<string | null>();
    answers.push(answer);
    askedAt = Date.now();
    return answer.promise;
  }, { now: () => now() });
  const first = cache.get("a");
  answers[0]?.resolve("1");
  await first;
  let waits = 0;
  const end = performance.now() + 4_000;
  while (performance.now() < end) {
    const before = performance.now();
    assert.equal(await cache.get("a"), "1");
    if (performance.now() - before > 250) waits++;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.equal(waits, 1);
  assert.ok(answers.length > 3, "the store was not asked again");
  // An answer that comes at last counts, as long as it is not too old.
  const lastAskedAt = askedAt;
  now = () => lastAskedAt;
  for (const { resolve } of answers) resolve("2");
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal(cache.get("a"), "2");
});

Deno.test("RecentCache.get() passes on other errors", async () => {
  const { cache, state } = cacheOver(new Map([["a", "1"]]));
  await cache.get("a");
  state.fails = new Error("bug");
  state.now += 2000;
  await assert.rejects(async () => await cache.get("a"), { message: "bug" });
});

Deno.test("RecentCache forgets the oldest entry when it is full", async () => {
  const stored = new Map(Array.from({ length: 20 }, (_, i) => [`k${i}`, "v"]));
  const { cache, state } = cacheOver(stored, 10);
  for (const key of stored.keys()) await cache.get(key);
  assert.equal(cache.get("k19"), "v");
  const { loads } = state;
  assert.equal(await cache.get("k0"), "v");
  assert.equal(state.loads, loads + 1);
});
