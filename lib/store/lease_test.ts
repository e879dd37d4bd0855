import assert from "node:assert/strict";
import { Lease } from "./lease.ts";
import { openSqliteStore } from "./sqlite/sqlite_store.ts";

const START = Date.UTC(2026, 10, 26);

Deno.test("Lease.hold() lets one holder in until it is silent for ten seconds or signs off", async () => {
  await using folder = await temporaryFolder();
  const store = await openSqliteStore({ path: `${folder.path}/vigia.db` });
  try {
    let now = START;
    const [ana, bruno] = ["ana", "bruno"].map((name) => new Lease(store, () => now, "work", name));
    assert.deepEqual([await ana!.hold(), await bruno!.hold()], [true, false]);
    now += 9_000;
    assert.deepEqual([await ana!.hold(), await bruno!.hold()], [true, false]);
    now += 9_000;
    assert.equal(await bruno!.hold(), false);
    now += 1_000;
    assert.deepEqual([await bruno!.hold(), await ana!.hold()], [true, false]);
    await ana!.release();
    assert.equal(await ana!.hold(), false);
    await bruno!.release();
    assert.equal(await ana!.hold(), true);
  } finally {
    await store.close();
  }
});

Deno.test("Lease of one kind of work does not hold up another, nor a restart on an embedded store", async () => {
  await using folder = await temporaryFolder();
  const store = await openSqliteStore({ path: `${folder.path}/vigia.db` });
  try {
    const first = new Lease(store, () => START, "work");
    const other = new Lease(store, () => START, "other", "somebody");
    const restarted = new Lease(store, () => START, "work");
    assert.deepEqual(await Promise.all([first.hold(), other.hold()]), [true, true]);
    assert.equal(await restarted.hold(), true);
  } finally {
    await store.close();
  }
});

async function temporaryFolder(): Promise<AsyncDisposable & { path: string }> {
  const path = await Deno.makeTempDir({ prefix: "vigia-lease-" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
