import assert from "node:assert/strict";
import { z } from "zod";
import type { CollectionSpec } from "@/lib/store/collections.ts";
import { DuplicateError } from "@/lib/store/store.ts";
import type { StoreTest } from "./contract.ts";
import { people, person } from "./contract_collections.ts";
import { anEvent } from "./fixtures.ts";

const accounts: CollectionSpec<{ owner: string; balance: number }> = {
  name: "contract_accounts",
  schema: z.object({ owner: z.string(), balance: z.number().min(0) }),
  unique: [["owner"]],
};

/** Several writes as one: all or nothing, unseen until done, never lost. */
export function transactionContract(test: StoreTest): void {
  test("transaction keeps all writes of all collections and returns its result", async (store) => {
    const result = await store.transaction(async (tx) => {
      const stored = await tx.collection(people).insert(person({ name: "Ana" }));
      await tx.collection(accounts).insert({ owner: stored.id, balance: 5 });
      assert.deepEqual(await tx.collection(people).get(stored.id), stored);
      assert.equal(await tx.collection(accounts).count({ owner: stored.id }), 1);
      assert.equal((await tx.collection(accounts).find({ limit: 5 })).items.length, 1);
      return stored.id;
    });
    assert.equal((await store.collection(people).get(result))?.name, "Ana");
    assert.equal((await store.collection(accounts).findOne({ owner: result }))?.balance, 5);
  });

  test("transaction undoes every write when its work throws, and throws the same", async (store) => {
    const kept = await store.collection(people).insert(person({ name: "kept" }));
    const failure = new Error("changed my mind");
    await assert.rejects(
      store.transaction(async (tx) => {
        await tx.collection(people).insert(person({ name: "new" }));
        await tx.collection(people).patch(kept.id, { name: "changed" });
        await tx.collection(accounts).insert({ owner: "x", balance: 1 });
        throw failure;
      }),
      (error) => error === failure,
    );
    assert.deepEqual(await store.collection(people).get(kept.id), kept);
    assert.equal(await store.collection(people).count(), 1);
    assert.equal(await store.collection(accounts).count(), 0);
    await assert.rejects(
      store.transaction(async (tx) => {
        await tx.collection(people).delete(kept.id);
        await tx.collection(accounts).insert({ owner: "x", balance: 1 });
        await tx.collection(accounts).insert({ owner: "x", balance: 2 });
      }),
      DuplicateError,
    );
    assert.deepEqual(await store.collection(people).get(kept.id), kept);
    assert.equal(await store.collection(accounts).count(), 0);
  });

  test("transaction is unseen outside until it is done", async (store) => {
    const inside = Promise.withResolvers<void>();
    const proceed = Promise.withResolvers<void>();
    // The collection exists before, so that only its document is inside the transaction.
    assert.equal(await store.collection(people).count(), 0);
    const running = store.transaction(async (tx) => {
      await tx.collection(people).insert(person({ name: "unseen" }));
      inside.resolve();
      await proceed.promise;
    });
    await inside.promise;
    assert.equal(await store.collection(people).count(), 0);
    assert.equal(await store.collection(people).findOne({ name: "unseen" }), null);
    proceed.resolve();
    await running;
    assert.equal(await store.collection(people).count(), 1);
  });

  test("transactions that move money at once lose none", async (store) => {
    const collection = store.collection(accounts);
    const owners = ["a", "b", "c", "d"];
    for (const owner of owners) await collection.insert({ owner, balance: 100 });
    await Promise.all(Array.from({ length: 8 }, async (_, sender) => {
      for (let n = 0; n < 10; n++) {
        const from = owners[(sender + n) % 4]!;
        const to = owners[(sender + n + 1 + n % 3) % 4]!;
        for (let moved = false; !moved;) {
          moved = await store.transaction(async (tx) => {
            const payer = (await tx.collection(accounts).findOne({ owner: from }))!;
            const payee = (await tx.collection(accounts).findOne({ owner: to }))!;
            const paid = await tx.collection(accounts).patch(
              payer.id,
              { balance: payer.balance - 1 },
              { version: payer.version },
            );
            if (paid === null) return false;
            const received = await tx.collection(accounts).patch(
              payee.id,
              { balance: payee.balance + 1 },
              { version: payee.version },
            );
            if (received === null) throw new Error("lost a race half-way");
            return true;
          }).catch((error) => {
            if (error instanceof Error && error.message === "lost a race half-way") return false;
            throw error;
          });
        }
      }
    }));
    const { items } = await collection.find({ limit: 10 });
    assert.equal(items.reduce((sum, { balance }) => sum + balance, 0), 400);
    assert.equal(items.reduce((sum, { version }) => sum + version - 1, 0), 160);
  });

  test("events and documents written during a transaction are kept", async (store) => {
    const slow = store.transaction(async (tx) => {
      await tx.collection(accounts).insert({ owner: "slow", balance: 1 });
      await new Promise((resolve) => setTimeout(resolve, 30));
      throw new Error("undone");
    });
    const others = Promise.all([
      store.events.append([anEvent({ id: "meanwhile" })]),
      store.collection(people).insert(person({ name: "meanwhile" })),
    ]);
    await assert.rejects(slow, /undone/);
    await others;
    assert.equal(await store.events.count(), 1);
    assert.equal(await store.collection(people).count({ name: "meanwhile" }), 1);
    assert.equal(await store.collection(accounts).count(), 0);
    assert.deepEqual(await store.events.rollupDifferences(), []);
  });
}
