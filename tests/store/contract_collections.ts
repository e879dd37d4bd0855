import assert from "node:assert/strict";
import { z } from "zod";
import type { CollectionSpec, Stored, Where } from "@/lib/store/collections.ts";
import { UnknownCursorError } from "@/lib/store/pages.ts";
import { ConflictError, DuplicateError } from "@/lib/store/store.ts";
import type { StoreTest } from "./contract.ts";

const personSchema = z.object({
  email: z.string().nullable(),
  team: z.string(),
  seat: z.number().int().nullable(),
  name: z.string().max(200),
  age: z.number(),
  active: z.boolean(),
  tags: z.array(z.string()),
});
type Person = z.infer<typeof personSchema>;
export const people: CollectionSpec<Person> = {
  name: "contract_people",
  schema: personSchema,
  unique: [["email"], ["team", "seat"]],
  indexes: [["team"], ["active", "age"]],
};

export function person(changes: Partial<Person> = {}): Person {
  return {
    email: null,
    team: "red",
    seat: null,
    name: "Ana",
    age: 30,
    active: true,
    tags: [],
    ...changes,
  };
}

const names = (documents: readonly Stored<Person>[]) => documents.map(({ name }) => name);

/** Documents of every domain: keys, versions, conditions, pages. */
export function collectionContract(test: StoreTest): void {
  test("insert stores a document with id, version and times", async (store) => {
    const collection = store.collection(people);
    const before = Date.now();
    const stored = await collection.insert(person({ name: "Bia", tags: ["a", "b"] }));
    const { id, version, createdAt, updatedAt, ...fields } = stored;
    assert.deepEqual(fields, person({ name: "Bia", tags: ["a", "b"] }));
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(version, 1);
    assert.equal(createdAt, updatedAt);
    const time = Date.parse(createdAt);
    assert.ok(time >= before - 1_000 && time <= Date.now() + 1_000);
    assert.equal(new Date(time).toISOString(), createdAt);
    assert.deepEqual(await collection.get(id), stored);
    assert.equal(await collection.get("nobody"), null);
    assert.equal((await collection.insert({ ...person(), id: "mine" })).id, "mine");
  });

  test("insert makes ids that sort by time", async (store) => {
    const collection = store.collection(people);
    const ids: string[] = [];
    for (let n = 0; n < 50; n++) ids.push((await collection.insert(person())).id);
    assert.deepEqual([...ids].sort(), ids);
  });

  test("insert refuses taken keys and names them, but not empty ones", async (store) => {
    const collection = store.collection(people);
    await collection.insert({ ...person({ email: "a@x", seat: 1 }), id: "one" });
    const refuses = async (work: Promise<unknown>, fields: string[]) => {
      await assert.rejects(work, (error) => {
        assert.ok(error instanceof DuplicateError, String(error));
        assert.deepEqual(error.fields, fields);
        return true;
      });
    };
    await refuses(collection.insert(person({ email: "a@x" })), ["email"]);
    await refuses(collection.insert(person({ seat: 1 })), ["team", "seat"]);
    await refuses(collection.insert({ ...person(), id: "one" }), ["id"]);
    await collection.insert(person({ seat: 1, team: "blue" }));
    await collection.insert(person());
    const other = await collection.insert(person());
    await refuses(collection.patch(other.id, { email: "a@x" }), ["email"]);
    await refuses(collection.replace({ ...other, email: "a@x" }), ["email"]);
    assert.equal(await collection.count(), 4);
    assert.equal(await collection.delete("one"), true);
    await collection.insert(person({ email: "a@x", seat: 1 }));
  });

  test("insert with one key from many senders succeeds once", async (store) => {
    const collection = store.collection(people);
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, () => collection.insert(person({ email: "only@x" }))),
    );
    assert.equal(results.filter(({ status }) => status === "fulfilled").length, 1);
    for (const result of results) {
      if (result.status === "rejected") assert.ok(result.reason instanceof DuplicateError);
    }
  });

  test("writes that break the schema are refused and change nothing", async (store) => {
    const collection = store.collection(people);
    const stored = await collection.insert(person());
    const wrong = { ...person(), age: "old" } as unknown as Person;
    await assert.rejects(collection.insert(wrong));
    await assert.rejects(collection.replace({ ...stored, ...wrong }));
    await assert.rejects(collection.patch(stored.id, { age: wrong.age }));
    assert.deepEqual((await collection.find({ limit: 10 })).items, [stored]);
  });

  test("replace writes only over the version that was read", async (store) => {
    const collection = store.collection(people);
    const first = await collection.insert(person({ name: "v1" }));
    const second = await collection.replace({ ...first, name: "v2" });
    assert.equal(second.version, 2);
    assert.equal(second.createdAt, first.createdAt);
    assert.ok(second.updatedAt >= first.updatedAt);
    assert.deepEqual(await collection.get(first.id), second);
    await assert.rejects(collection.replace({ ...first, name: "late" }), ConflictError);
    await assert.rejects(collection.replace({ ...first, id: "unknown" }), ConflictError);
    assert.equal((await collection.get(first.id))?.name, "v2");
  });

  test("patch sets fields if the expected values still stand", async (store) => {
    const collection = store.collection(people);
    const { id } = await collection.insert(person({ name: "v1", age: 1 }));
    const patched = await collection.patch(id, { name: "v2" });
    assert.equal(patched?.name, "v2");
    assert.equal(patched?.version, 2);
    assert.equal(await collection.patch(id, { name: "no" }, { age: 2 }), null);
    assert.equal(await collection.patch(id, { name: "no" }, { version: 1 }), null);
    assert.equal(await collection.patch("unknown", { name: "no" }), null);
    const again = await collection.patch(id, { name: "v3" }, { age: { lt: 2 }, version: 2 });
    assert.equal(again?.name, "v3");
    assert.deepEqual(await collection.get(id), again);
    const untouched = await collection.patch(id, { name: undefined, age: 7 });
    assert.deepEqual([untouched?.name, untouched?.age, untouched?.version], ["v3", 7, 4]);
  });

  test("patch as compare-and-set loses no increment of 8 × 25 parallel ones", async (store) => {
    const collection = store.collection(people);
    const { id } = await collection.insert(person({ age: 0 }));
    await Promise.all(Array.from({ length: 8 }, async () => {
      for (let done = 0; done < 25;) {
        const { age } = (await collection.get(id))!;
        if (await collection.patch(id, { age: age + 1 }, { age }) !== null) done++;
      }
    }));
    assert.equal((await collection.get(id))?.age, 200);
    assert.equal((await collection.get(id))?.version, 201);
  });

  test("patches of different fields at once all stay", async (store) => {
    const collection = store.collection(people);
    const { id } = await collection.insert(person());
    await Promise.all([
      collection.patch(id, { name: "new" }),
      collection.patch(id, { age: 99 }),
      collection.patch(id, { active: false }),
      collection.patch(id, { tags: ["x"] }),
    ]);
    const { name, age, active, tags, version } = (await collection.get(id))!;
    assert.deepEqual(
      { name, age, active, tags, version },
      { name: "new", age: 99, active: false, tags: ["x"], version: 5 },
    );
  });

  test("find, findOne and count take every kind of condition", async (store) => {
    const collection = store.collection(people);
    for (
      const [name, age, team, email, active] of [
        ["Ana", 20, "red", "ana@x", true],
        ["Bia 100%", 30, "red", null, false],
        ["Caê_1", 40, "blue", "cae@x", true],
        ["Dão 100", 50, "green", null, true],
      ] as const
    ) await collection.insert(person({ name, age, team, email, active }));
    const cases: [Where<Person>, string[]][] = [
      [{}, ["Ana", "Bia 100%", "Caê_1", "Dão 100"]],
      [{ team: "red" }, ["Ana", "Bia 100%"]],
      [{ team: "red", active: true }, ["Ana"]],
      [{ team: undefined, active: false }, ["Bia 100%"]],
      [{ email: null }, ["Bia 100%", "Dão 100"]],
      [{ team: { in: ["blue", "green", "none"] } }, ["Caê_1", "Dão 100"]],
      [{ email: { in: [null, "ana@x"] } }, ["Ana", "Bia 100%", "Dão 100"]],
      [{ team: { in: [] } }, []],
      [{ age: { gte: 30, lt: 50 } }, ["Bia 100%", "Caê_1"]],
      [{ age: { gt: 30, lte: 50 } }, ["Caê_1", "Dão 100"]],
      [{ email: { gte: "b" } }, ["Caê_1"]],
      [{ name: { contains: "100%" } }, ["Bia 100%"]],
      [{ name: { contains: "_" } }, ["Caê_1"]],
      [{ name: { contains: "DÃO" } }, ["Dão 100"]],
      [{ name: "'; DROP TABLE contract_people; --" }, []],
      [{ version: 1, age: 20 }, ["Ana"]],
      [{ createdAt: { gt: "2020-01-01T00:00:00.000Z" }, team: "blue" }, ["Caê_1"]],
    ];
    for (const [where, expected] of cases) {
      const { items } = await collection.find({ where, limit: 50, order: "asc" });
      assert.deepEqual(names(items), expected, JSON.stringify(where));
      assert.equal(await collection.count(where), expected.length, JSON.stringify(where));
      const one = await collection.findOne(where);
      assert.equal(one === null, expected.length === 0, JSON.stringify(where));
      assert.ok(one === null || expected.includes(one.name));
    }
    assert.equal(await collection.count(), 4);
  });

  test("conditions on unknown fields or with objects as values are refused", async (store) => {
    const collection = store.collection(people);
    await collection.insert(person());
    const hostile = [
      { nothing: 1 },
      { "name' OR 1=1 --": 1 },
      { __proto__: null, constructor: 1 },
      { $where: "sleep(1000)" },
      { $or: [] },
      { name: { $ne: null } },
      { name: { gt: { $ne: 1 } } },
      { name: { in: [{ $ne: 1 }] } },
      { name: { contains: { $regex: "." } } },
      { name: { contains: "a", $options: "i" } },
      { name: ["a"] },
      { tags: ["a"] },
      { "tags.0": "a" },
      { name: {} },
      { name: new Date() },
      { age: NaN },
    ] as unknown as Where<Person>[];
    for (const where of hostile) {
      const text = JSON.stringify(where);
      await assert.rejects(collection.find({ where, limit: 5 }), TypeError, text);
      await assert.rejects(collection.findOne(where), TypeError, text);
      await assert.rejects(collection.count(where), TypeError, text);
      await assert.rejects(collection.deleteWhere(where), TypeError, text);
      await assert.rejects(collection.patch("x", { name: "y" }, where), TypeError, text);
    }
    assert.equal(await collection.count(), 1);
  });

  test("find pages in both orders, whole while documents arrive", async (store) => {
    const collection = store.collection(people);
    for (let n = 0; n < 25; n++) {
      await collection.insert(person({ name: `n${n}`, team: n % 2 === 0 ? "red" : "blue" }));
    }
    const all = Array.from({ length: 25 }, (_, n) => `n${n}`);
    for (
      const [order, where, expected] of [
        ["asc", {}, all],
        ["desc", {}, all.toReversed()],
        [undefined, { team: "red" }, all.filter((_, n) => n % 2 === 0).toReversed()],
      ] as const
    ) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await collection.find({ limit: 4, order, where, cursor });
        seen.push(...names(page.items));
        cursor = page.next ?? undefined;
        if (order !== "asc") await collection.insert(person({ name: "new", team: "red" }));
      } while (cursor !== undefined);
      assert.deepEqual(seen, expected);
      await collection.deleteWhere({ name: "new" });
    }
    const exact = await collection.find({ limit: 25 });
    assert.equal(exact.items.length, 25);
    assert.equal(exact.next, null);
    const first = await collection.find({ limit: 4 });
    for (const cursor of ["", "x", "e30", `${first.next}x`]) {
      await assert.rejects(collection.find({ limit: 4, cursor }), UnknownCursorError, cursor);
    }
  });

  test("delete and deleteWhere remove what they name, and never everything by mistake", async (store) => {
    const collection = store.collection(people);
    for (let n = 0; n < 10; n++) {
      await collection.insert({ ...person({ age: n, seat: n }), id: `p${n}` });
    }
    assert.equal(await collection.delete("p0"), true);
    assert.equal(await collection.delete("p0"), false);
    assert.equal(await collection.deleteWhere({ age: { lt: 4 } }), 3);
    assert.equal(await collection.deleteWhere({ age: { lt: 4 } }), 0);
    await assert.rejects(collection.deleteWhere({}), TypeError);
    await assert.rejects(collection.deleteWhere({ team: undefined }), TypeError);
    assert.equal(await collection.count(), 6);
  });

  test("documents keep hostile text as plain data and survive reopening", async (store, opened) => {
    const hostile = person({
      name: `'"; DROP TABLE x; -- %_ \\ 🛰️ $ne __proto__`,
      email: "$gt",
      tags: ["__proto__", "$where", "a.b", "é", ""],
    });
    const stored = await store.collection(people).insert(hostile);
    const again = (await opened.reopen()).collection(people);
    assert.deepEqual(await again.get(stored.id), stored);
    assert.deepEqual(await again.findOne({ name: hostile.name }), stored);
    await assert.rejects(again.insert(person({ email: "$gt" })), DuplicateError);
  });

  test("a spec that gains fields and indexes opens on older documents", async (store, opened) => {
    const old = await store.collection(people).insert(person({ name: "old", team: "red" }));
    const wider: CollectionSpec<Person & { nick?: string | null | undefined }> = {
      name: people.name,
      schema: personSchema.extend({ nick: z.string().nullable().optional() }),
      unique: [["email"], ["team", "seat"], ["nick"]],
      indexes: [["team", "nick"]],
    };
    const collection = (await opened.reopen()).collection(wider);
    assert.deepEqual(await collection.find({ where: { nick: null }, limit: 5 }), {
      items: [old],
      next: null,
    });
    await collection.insert({ ...person(), nick: "n" });
    await assert.rejects(collection.insert({ ...person(), nick: "n" }), DuplicateError);
    assert.equal((await collection.patch(old.id, { nick: "o" }))?.nick, "o");
    assert.equal(await collection.count({ nick: "o", team: "red" }), 1);
  });
}
