import assert from "node:assert/strict";
import { openMongoStore } from "@/lib/store/mongo/mongo_store.ts";
import { StoreUnavailableError } from "@/lib/store/store.ts";
import { freePort, hasMongod, mongodEnded, startMongod } from "../mongodb.ts";
import type { TcpProxy } from "../tcp_proxy.ts";
import { people, person } from "./contract_collections.ts";
import { anEvent, batches, randomEvents } from "./fixtures.ts";
import { databaseName, mongoProxyTest, mongoTest, proxyFor, through } from "./mongo.ts";

/** Longest time in which a server that went silent must be noticed. */
const NOTICED_MS = 15_000;
/** Time between two cuts of all connections. */
const CUT_MS = 150;

Deno.test("openMongoStore() tells that a server cannot be reached", async () => {
  const before = performance.now();
  await assert.rejects(
    openMongoStore({ uri: `mongodb://127.0.0.1:${freePort()}/` }),
    (error) => error instanceof StoreUnavailableError && /Cannot reach MongoDB/.test(error.message),
  );
  assert.ok(performance.now() - before < 10_000);
});

mongoProxyTest(
  "openMongoStore() tells that the password is wrong",
  async ({ server, database }) => {
    const url = new URL(server.uri);
    url.username = "nobody";
    url.password = "wrong";
    await assert.rejects(openMongoStore({ uri: url.href, database }), /user or password/);
  },
);

mongoTest(
  "refused connections become StoreUnavailableError and heal by themselves",
  async (test) => {
    await using proxy = proxyFor(test.server);
    const store = await openMongoStore({
      uri: through(proxy, test.server),
      database: test.database,
    });
    try {
      await store.events.append([anEvent({ id: "before" })]);
      await store.collection(people).insert(person());
      proxy.behaviour = "refuse";
      const calls = [
        store.events.append([anEvent({ id: "during" })]),
        store.events.get("before"),
        store.events.list({}, { limit: 5 }),
        store.events.summary({ from: 0, to: Date.parse("2030-01-01T00:00:00Z") }),
        store.collection(people).insert(person()),
        store.transaction((tx) => tx.collection(people).insert(person())),
        store.ping(),
      ];
      for (const { status, reason } of await Promise.allSettled(calls) as PromiseRejectedResult[]) {
        assert.equal(status, "rejected");
        assert.ok(reason instanceof StoreUnavailableError, String(reason));
      }
      proxy.behaviour = "forward";
      await store.events.append([anEvent({ id: "during" }), anEvent({ id: "after" })]);
      assert.equal(await store.events.count(), 3);
      assert.deepEqual(await store.events.rollupDifferences(), []);
    } finally {
      await store.close();
    }
  },
);

mongoProxyTest("a server that falls silent becomes StoreUnavailableError in time", async (test) => {
  await using proxy = proxyFor(test.server);
  const store = await openMongoStore({ uri: through(proxy, test.server), database: test.database });
  try {
    await store.events.append([anEvent({ id: "before" })]);
    proxy.behaviour = "swallow";
    const before = performance.now();
    await assert.rejects(store.events.append([anEvent({ id: "during" })]), StoreUnavailableError);
    await assert.rejects(store.events.get("before"), StoreUnavailableError);
    const tookMs = performance.now() - before;
    assert.ok(tookMs < 2 * NOTICED_MS, `took ${tookMs} ms`);
    proxy.behaviour = "forward";
    await store.events.append([anEvent({ id: "during" })]);
    assert.equal(await store.events.count(), 2);
  } finally {
    await store.close();
  }
});

/** Cuts connections until `signal` aborts, more rarely while nothing gets through a slow machine. */
async function cutConnections(
  proxy: TcpProxy,
  taken: () => number,
  signal: AbortSignal,
): Promise<void> {
  for (let seen = 0, pauseMs = CUT_MS; !signal.aborted; seen = taken()) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    pauseMs = taken() > seen ? CUT_MS : 2 * pauseMs;
    proxy.behaviour = "forward";
  }
}

mongoTest(
  "cut connections lose and double no event that is sent until it is taken",
  async (test) => {
    await using proxy = proxyFor(test.server);
    const store = await openMongoStore({
      uri: through(proxy, test.server),
      database: test.database,
    });
    try {
      const from = Date.parse("2026-02-01T00:00:00Z");
      const events = randomEvents({ seed: 31, count: 600, from, to: from + 86_400_000 });
      let refused = 0;
      let taken = 0;
      const stopped = new AbortController();
      const cutting = cutConnections(proxy, () => taken, stopped.signal);
      try {
        await Promise.all([0, 1].map(async (sender) => {
          for (const batch of batches(events, 20).filter((_, index) => index % 2 === sender)) {
            for (let isTaken = false; !isTaken;) {
              isTaken = await store.events.append(batch).then(() => true, (error) => {
                if (!(error instanceof StoreUnavailableError)) throw error;
                refused++;
                return false;
              });
            }
            taken++;
          }
        }));
      } finally {
        stopped.abort();
        await cutting;
      }
      const met = refused + store.transactionRetries;
      assert.ok(met > 0, "no cut met a batch; cut more often");
      assert.equal(await store.events.count(), events.length);
      assert.equal((await store.events.since(0, 1_000)).length, events.length);
      assert.deepEqual(await store.events.rollupDifferences(), []);
    } finally {
      await store.close();
    }
  },
);

mongoTest("what was acknowledged survives kill -9 of the server, once", async () => {
  const folder = await Deno.makeTempDir({ prefix: "vigia-mongod-" });
  const port = freePort();
  const database = databaseName();
  const from = Date.parse("2026-02-01T00:00:00Z");
  const acknowledged = new Set<string>();
  let server = await startMongod(folder, port);
  try {
    for (let round = 0; round < 3; round++) {
      const store = await openMongoStore({ uri: server.uri, database });
      const killed = new Promise<void>((resolve) =>
        setTimeout(() => {
          Deno.kill(server.pid, "SIGKILL");
          resolve();
        }, 400 + round * 150)
      );
      const events = randomEvents({ seed: 40 + round, count: 4_000, from, to: from + 86_400_000 });
      for (const batch of batches(events, 20)) {
        try {
          for (const { id } of (await store.events.append(batch)).inserted) acknowledged.add(id);
        } catch (error) {
          assert.ok(error instanceof StoreUnavailableError, String(error));
          break;
        }
      }
      await killed;
      await store.close();
      await mongodEnded(folder);
      server = await startMongod(folder, port);
      const again = await openMongoStore({ uri: server.uri, database });
      const stored = await storedIds(again.events.since.bind(again.events));
      assert.equal(new Set(stored).size, stored.length);
      assert.deepEqual([...acknowledged].filter((id) => !stored.includes(id)), []);
      assert.equal(await again.events.count(), stored.length);
      assert.deepEqual(await again.events.rollupDifferences(), []);
      await again.close();
    }
    assert.ok(acknowledged.size > 0);
  } finally {
    Deno.kill(server.pid, "SIGTERM");
    await mongodEnded(folder);
    await Deno.remove(folder, { recursive: true });
  }
}, { ignore: !await hasMongod() });

async function storedIds(
  since: (seq: number, limit: number) => Promise<{ id: string; seq: number }[]>,
): Promise<string[]> {
  const ids: string[] = [];
  for (let seq = 0;;) {
    const batch = await since(seq, 500);
    if (batch.length === 0) return ids;
    ids.push(...batch.map(({ id }) => id));
    seq = batch.at(-1)!.seq;
  }
}
