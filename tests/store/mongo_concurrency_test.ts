import assert from "node:assert/strict";
import type { CommandStartedEvent, CommandSucceededEvent, Document } from "mongodb";
import { z } from "zod";
import type { CollectionSpec } from "@/lib/store/collections.ts";
import { buildsIndexesInTurn } from "@/lib/store/mongo/capabilities.ts";
import { DuplicateError } from "@/lib/store/store.ts";
import { anEvent, batches, pick, randomEvents, seededRandom } from "./fixtures.ts";
import { people, person } from "./contract_collections.ts";
import { mongoTest } from "./mongo.ts";

const FROM = Date.parse("2026-02-01T00:00:00Z");
const TO = FROM + 3 * 86_400_000;

mongoTest("several instances append the same events at once, each event once", async ({ open }) => {
  const stores = [await open(), await open(), await open()];
  const events = randomEvents({ seed: 51, count: 450, from: FROM, to: TO });
  const numbers: number[] = [];
  await Promise.all(stores.map(async (store, index) => {
    const rotated = [...events.slice(index * 150), ...events.slice(0, index * 150)];
    for (const batch of batches(rotated, 30)) {
      for (const { seq } of (await store.events.append(batch)).inserted) numbers.push(seq);
    }
  }));
  const [first] = stores;
  assert.equal(numbers.length, events.length);
  assert.equal(new Set(numbers).size, events.length);
  assert.equal(await first!.events.count(), events.length);
  assert.deepEqual(await first!.events.rollupDifferences(), []);
});

mongoTest(
  "several instances append, patch and delete at once and roll-ups stay exact",
  async ({ open }) => {
    const stores = [await open(), await open()];
    const shared = randomEvents({
      seed: 52,
      count: 60,
      from: FROM,
      to: FROM + 7_200_000,
      users: 3,
    });
    await stores[0]!.events.append(shared);
    await Promise.all(stores.map(async (store, index) => {
      const random = seededRandom(60 + index);
      for (let round = 0; round < 25; round++) {
        const target = pick(random, shared);
        const action = random();
        if (action < 0.3) {
          await store.events.append(
            randomEvents({
              seed: 1_000 * (index + 1) + round,
              count: 5,
              from: FROM,
              to: TO,
              users: 3,
            }),
          );
        } else if (action < 0.8) {
          await store.events.patch(target.id, {
            value: Math.round(random() * 1e6) / 1e4,
            userId: pick(random, ["a", "b"]),
          });
        } else await store.events.delete(target.id);
      }
    }));
    assert.deepEqual(await stores[0]!.events.rollupDifferences(), []);
  },
);

mongoTest("a transaction that loses a race is repeated and counted", async ({ open }) => {
  const [one, two] = [await open(), await open()];
  const { id } = await one.collection(people).insert(person({ age: 0 }));
  let runs = 0;
  const both = Promise.withResolvers<void>();
  const increment = (store: typeof one) =>
    store.transaction(async (tx) => {
      const collection = tx.collection(people);
      const { age, version } = (await collection.get(id))!;
      if (++runs === 2) both.resolve();
      await both.promise;
      const patched = await collection.patch(id, { age: age + 1 }, { version });
      return patched !== null;
    });
  await one.collection(people).count();
  await two.collection(people).count();
  const won = await Promise.all([increment(one), increment(two)]);
  const { age, version } = (await one.collection(people).get(id))!;
  assert.equal(age, won.filter((one) => one).length);
  assert.equal(version, age + 1);
  assert.ok(won.includes(true));
  assert.ok(one.transactionRetries + two.transactionRetries + won.filter((one) => !one).length > 0);
});

mongoTest("every write asks for a journaled majority", async ({ open }) => {
  const store = await open({ monitorCommands: "true" });
  await store.collection(people).insert(person());
  const commands: { name: string; command: Document }[] = [];
  store.client.on("commandStarted", ({ commandName, command }: CommandStartedEvent) => {
    commands.push({ name: commandName, command });
  });
  await store.events.append([anEvent({ id: "a" })]);
  await store.events.patch("a", { value: 2 });
  await store.events.delete("a");
  const { id } = await store.collection(people).insert(person());
  await store.collection(people).patch(id, { age: 9 });
  await store.collection(people).deleteWhere({ age: 9 });
  await store.transaction((tx) => tx.collection(people).insert(person()));
  const concerns = commands.flatMap(({ name, command }) => {
    // Inside a transaction its end carries the concern of all.
    if (name === "commitTransaction") return [command.writeConcern];
    const isWrite = ["insert", "update", "delete", "findAndModify"].includes(name);
    return isWrite && command.autocommit === undefined ? [command.writeConcern] : [];
  });
  assert.ok(concerns.length >= 7);
  for (const concern of concerns) {
    assert.deepEqual([concern?.w, concern?.j], ["majority", true]);
  }
});

mongoTest("opening again changes nothing, also at once in several instances", async ({ open }) => {
  const opened = await Promise.all([open(), open(), open()]);
  await Promise.all(opened.map((store) => store.collection(people).insert(person())));
  const [store] = opened;
  const describe = async () => {
    const collections: Document[] = await store!.db.listCollections().toArray();
    const indexes = await Promise.all(
      collections.map(({ name }) => store!.db.collection(name).indexes()),
    );
    return { collections: collections.map(({ name, options }) => ({ name, options })), indexes };
  };
  const before = await describe();
  assert.equal(before.indexes.flat().filter(({ name }) => name === "by_seq").length, 1);
  const again = await open();
  await again.collection(people).insert(person());
  assert.deepEqual(await describe(), before);
});

mongoTest("a new collection gets its indexes where they cost the server least", async (test) => {
  const store = await test.open({ monitorCommands: "true" });
  const commands: string[] = [];
  store.client.on("commandSucceeded", ({ commandName }: CommandSucceededEvent) => {
    commands.push(commandName);
  });
  await store.collection(people).insert(person());
  const setUp = commands.filter((name) => ["create", "createIndexes", "collMod"].includes(name));
  // MongoDB: a user who may not change collections can still make them with their validators.
  const wanted = buildsIndexesInTurn(test.server.name)
    ? ["createIndexes", "collMod"]
    : ["create", "createIndexes"];
  assert.deepEqual(setUp, wanted);
  const [made] = await store.db.listCollections({ name: people.name }).toArray();
  const { options } = made as Document;
  assert.ok(options.validator.$jsonSchema.properties.email);
});

const strict: CollectionSpec<{ name: string; kind: "a" | "b"; size: number | null }> = {
  name: "strict_things",
  schema: z.object({
    name: z.string().max(5),
    kind: z.enum(["a", "b"]),
    size: z.number().nullable(),
  }),
};

mongoTest("the server refuses documents that another program writes wrong", async ({ open }) => {
  const store = await open();
  if (!store.capabilities.validators) return;
  const collection = store.collection(strict);
  const { id } = await collection.insert({ name: "fine", kind: "a", size: null });
  const raw = store.db.collection<{ _id: string; size: unknown }>("strict_things");
  await assert.rejects(
    raw.updateOne({ _id: id }, { $set: { size: "large" } }),
    (error) => error instanceof Error && "code" in error && error.code === 121,
  );
  await assert.rejects(
    store.db.collection<{ _id: string }>("events").updateOne(
      { _id: (await store.events.append([anEvent({ id: "a" })])).inserted[0]!.id },
      { $set: { timestamp: "yesterday" } },
    ),
    (error) => error instanceof Error && "code" in error && error.code === 121,
  );
  await collection.patch(id, { size: 3.5 });
});

mongoTest("an index that stored documents break is reported with what to do", async ({ open }) => {
  const first = await open();
  const loose: CollectionSpec<{ email: string }> = {
    name: "grown_unique",
    schema: z.object({ email: z.string() }),
  };
  await first.collection(loose).insert({ email: "a@x" });
  await first.collection(loose).insert({ email: "a@x" });
  const second = await open();
  await assert.rejects(
    second.collection({ ...loose, unique: [["email"]] }).count(),
    /unique indexes of grown_unique.*remove the duplicates/s,
  );
});

mongoTest("an index of an older version is made anew under its name", async ({ open }) => {
  const store = await open();
  const old = store.db.collection("contract_people");
  await old.createIndex({ email: 1 }, { name: "unique_email", sparse: true });
  await old.createIndex({ name: 1 }, { name: "by_team" });
  await store.collection(people).insert(person({ email: "a@x" }));
  const indexes: Document[] = await old.indexes();
  const find = (name: string) => indexes.find((index) => index.name === name);
  assert.equal(find("unique_email")?.unique, true);
  assert.deepEqual(find("by_team")?.key, { team: 1, createdAt: 1, _id: 1 });
  await assert.rejects(store.collection(people).insert(person({ email: "a@x" })), DuplicateError);
});

mongoTest(
  "a work that goes on after a refused key cannot commit half of itself",
  async ({ open }) => {
    const store = await open();
    await store.collection(people).insert(person({ email: "taken@x" }));
    const outcome = await store.transaction(async (tx) => {
      await tx.collection(people).insert(person({ name: "first" }));
      await tx.collection(people).insert(person({ email: "taken@x" })).catch(() => {});
      await tx.collection(people).insert(person({ name: "last" }));
    }).then(() => "committed", (error: Error) => error.name);
    const count = await store.collection(people).count({ name: { in: ["first", "last"] } });
    // Servers differ in whether a refused write ends its transaction, never in all or nothing.
    assert.deepEqual(
      [outcome, count],
      outcome === "committed" ? ["committed", 2] : [
        "DuplicateError",
        0,
      ],
    );
  },
);
