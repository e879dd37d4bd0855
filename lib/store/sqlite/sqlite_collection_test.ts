import assert from "node:assert/strict";
import { join } from "node:path";
import { z } from "zod";
import type { CollectionSpec, FindQuery } from "../collections.ts";
import { declarationOf, declare, isDeclared } from "./collection_tables.ts";
import { Database, type SqlParameters } from "./database.ts";
import { CollectionModel, SqliteCollection } from "./sqlite_collection.ts";

interface Task {
  owner: string;
  state: string;
  key: string | null;
  due: number;
}
const tasks: CollectionSpec<Task> = {
  name: "tasks",
  schema: z.object({
    owner: z.string(),
    state: z.string(),
    key: z.string().nullable(),
    due: z.number(),
  }),
  unique: [["key"]],
  indexes: [["owner", "state"], ["due"]],
};

async function withDatabase(test: (database: Database) => Promise<void> | void): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "vigia-test-" });
  const database = Database.openWriter(join(folder, "vigia.db"));
  try {
    await test(database);
  } finally {
    database.close();
    await Deno.remove(folder, { recursive: true });
  }
}

/** The plans of what a query reads. */
async function plansOf(database: Database, query: FindQuery<Task>): Promise<string[]> {
  const plans: string[] = [];
  const run = (sql: string, parameters: SqlParameters) => {
    for (const { detail } of database.all(`EXPLAIN QUERY PLAN ${sql}`, ...parameters)) {
      plans.push(String(detail));
    }
    return Promise.resolve(database.all(sql, ...parameters));
  };
  const collection = new SqliteCollection(new CollectionModel(tasks), {
    declare: () => Promise.resolve(),
    read: run,
    write: run,
  });
  await collection.find(query);
  return plans;
}

Deno.test("SqliteCollection.find() searches the indexes that its spec declares, in their order", () =>
  withDatabase(async (database) => {
    declare(database, declarationOf(tasks));
    for (
      const [where, index] of [
        [{ owner: "a" }, "doc_tasks__by__owner__state (<expr>=?)"],
        [{ owner: "a", state: "open" }, "doc_tasks__by__owner__state (<expr>=? AND <expr>=?)"],
        [{ key: "k" }, "doc_tasks__unique__key (<expr>=?)"],
        [{ due: { gte: 1, lt: 5 } }, "doc_tasks__by__due (<expr>>? AND <expr><?)"],
        [{ id: "x" }, "sqlite_autoindex_doc_tasks_1 (id=?)"],
      ] as const
    ) {
      const plans = await plansOf(database, { where, limit: 10 });
      assert.ok(plans.some((plan) => plan.includes(index)), plans.join("\n"));
    }
    const ordered = await plansOf(database, { where: { owner: "a", state: "open" }, limit: 10 });
    assert.ok(!ordered.some((plan) => plan.includes("TEMP B-TREE")), ordered.join("\n"));
    assert.deepEqual(await plansOf(database, { limit: 10 }), [
      "SCAN doc_tasks USING INDEX doc_tasks__order",
    ]);
  }));

Deno.test("declare drops what a spec no longer wants and makes what is new, once", () =>
  withDatabase((database) => {
    const first = declarationOf(tasks);
    assert.equal(isDeclared(database, first), false);
    declare(database, first);
    assert.equal(isDeclared(database, first), true);
    const second = declarationOf({ ...tasks, indexes: [["state"]] });
    assert.equal(isDeclared(database, second), false);
    declare(database, second);
    assert.equal(isDeclared(database, second), true);
    const names = database.all(
      "SELECT name FROM sqlite_schema WHERE name LIKE 'doc_tasks\\_\\_%' ESCAPE '\\'",
    )
      .map(({ name }) => name).sort();
    assert.deepEqual(names, ["doc_tasks__by__state", "doc_tasks__order", "doc_tasks__unique__key"]);
  }));

Deno.test("declarationOf refuses names that would have to be quoted", () => {
  for (const name of ["", "Tasks", "a b", "x;--", "1a", "ação"]) {
    assert.throws(() => declarationOf({ name }), TypeError, name);
  }
  assert.throws(() => declarationOf({ name: "ok", indexes: [["a'b"]] }), TypeError);
  assert.throws(() => declarationOf({ name: "ok", unique: [["a.b"]] }), TypeError);
});
