import assert from "node:assert/strict";
import { StoreUnavailableError } from "../store/store.ts";
import { Change } from "./change.ts";
import { GroupCommit } from "./group_commit.ts";
import { KvFile } from "./kv_file.ts";

async function withFile(test: (kv: KvFile) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "vigia-commit-" });
  const kv = await KvFile.open(`${folder}/test.kv`);
  try {
    await test(kv);
  } finally {
    kv.close();
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("GroupCommit.submit() commits what arrives together in one atomic", async () => {
  await withFile(async (kv) => {
    const commits = new GroupCommit(kv);
    const stamps = await Promise.all(
      Array.from({ length: 50 }, (_, i) => commits.submit(new Change().set(["a", i], i))),
    );
    assert.equal(new Set(stamps).size, 1);
    assert.equal((await kv.list({ prefix: ["a"] }, { limit: 100 })).length, 50);
  });
});

Deno.test("GroupCommit.submit() fails only the change whose check does not hold", async () => {
  await withFile(async (kv) => {
    await kv.commit((atomic) => atomic.set(["taken"], "first"));
    const commits = new GroupCommit(kv);
    const stamps = await Promise.all([
      commits.submit(new Change().set(["a"], 1).add(["count"], 1)),
      commits.submit(new Change().check(["taken"], null).set(["taken"], 2).add(["count"], 1)),
      commits.submit(new Change().set(["b"], 3).add(["count"], 1)),
    ]);
    assert.deepEqual(stamps.map((stamp) => stamp !== null), [true, false, true]);
    assert.equal((await kv.get(["taken"])).value, "first");
    assert.equal((await kv.get<Deno.KvU64>(["count"])).value?.value, 2n);
  });
});

Deno.test("GroupCommit.submit() lets one of two changes win that need the same key free", async () => {
  await withFile(async (kv) => {
    const commits = new GroupCommit(kv);
    const stamps = await Promise.all(
      ["one", "two"].map((who) =>
        commits.submit(new Change().check(["seat"], null).set(["seat"], who))
      ),
    );
    assert.notEqual(stamps[0], null);
    assert.equal(stamps[1], null);
    assert.equal((await kv.get(["seat"])).value, "one");
  });
});

Deno.test("GroupCommit.submit() splits groups at the limits of Deno KV", async () => {
  await withFile(async (kv) => {
    const commits = new GroupCommit(kv);
    const big = new Uint8Array(50_000);
    const changes = Array.from({ length: 60 }, (_, i) => {
      const change = new Change().set(["big", i], big, big.length);
      for (let n = 0; n < 30; n++) change.set(["small", i, n], n).check(["small", i, n], null);
      return change;
    });
    const stamps = await Promise.all(changes.map((change) => commits.submit(change)));
    assert.ok(stamps.every((stamp) => stamp !== null));
    assert.equal((await kv.list({ prefix: ["small"] }, { limit: 5_000 })).length, 1_800);
  });
});

Deno.test("GroupCommit.submit() counts down as well as up", async () => {
  await withFile(async (kv) => {
    const commits = new GroupCommit(kv);
    await commits.submit(new Change().add(["n"], 5));
    await Promise.all([-1, -1, 2, -4].map((n) => commits.submit(new Change().add(["n"], n))));
    assert.equal((await kv.get<Deno.KvU64>(["n"])).value?.value, 1n);
  });
});

Deno.test("GroupCommit.submit() tells every caller when the database fails, and goes on", async () => {
  await withFile(async (kv) => {
    const commits = new GroupCommit(kv);
    // Larger than a value can be: only the database notices.
    const wrong = () => commits.submit(new Change().set(["x"], new Uint8Array(70_000)));
    const results = await Promise.allSettled([wrong(), commits.submit(new Change().set(["y"], 1))]);
    for (const result of results) {
      assert.ok(result.status === "rejected" && result.reason instanceof StoreUnavailableError);
    }
    assert.notEqual(await commits.submit(new Change().set(["y"], 1)), null);
  });
});

Deno.test("KvFile waits for the lock of another connection instead of failing", async () => {
  const folder = await Deno.makeTempDir({ prefix: "vigia-lock-" });
  const files = await Promise.all([1, 2, 3].map(() => KvFile.open(`${folder}/test.kv`)));
  try {
    const writes = files.flatMap((kv) =>
      Array.from({ length: 60 }, () => kv.commit((atomic) => atomic.sum(["n"], 1n)))
    );
    await Promise.all(writes);
    assert.equal((await files[0]!.get<Deno.KvU64>(["n"])).value?.value, 180n);
  } finally {
    for (const kv of files) kv.close();
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("KvFile says StoreUnavailableError after closing", async () => {
  await withFile(async (kv) => {
    kv.close();
    await assert.rejects(kv.get(["a"]), StoreUnavailableError);
    await assert.rejects(kv.commit((atomic) => atomic.set(["a"], 1)), StoreUnavailableError);
  });
});
