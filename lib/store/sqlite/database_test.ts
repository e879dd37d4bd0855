import assert from "node:assert/strict";
import { join } from "node:path";
import { Database } from "./database.ts";
import { migrate } from "./migrations.ts";

async function withPath(test: (path: string) => void): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "vigia-test-" });
  try {
    test(join(folder, "vigia.db"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("Database.openWriter sets what durability and safety need", () =>
  withPath((path) => {
    const database = Database.openWriter(path);
    const pragma = (name: string) => Object.values(database.get(`PRAGMA ${name}`)!)[0];
    assert.equal(pragma("journal_mode"), "wal");
    assert.equal(pragma("synchronous"), 2);
    assert.equal(pragma("busy_timeout"), 5000);
    assert.equal(pragma("foreign_keys"), 1);
    assert.equal(pragma("trusted_schema"), 0);
    database.close();
  }));

Deno.test("Database.openReader cannot write", () =>
  withPath((path) => {
    const writer = Database.openWriter(path);
    migrate(writer);
    const reader = Database.openReader(path);
    assert.throws(() => reader.run("DELETE FROM names"), /readonly/);
    reader.close();
    writer.close();
  }));

Deno.test("Database.write undoes everything when the work throws", () =>
  withPath((path) => {
    const database = Database.openWriter(path);
    migrate(database);
    const failure = new Error("no");
    assert.throws(
      () =>
        database.write(() => {
          database.run("INSERT INTO names (name) VALUES ('a')");
          throw failure;
        }),
      failure,
    );
    assert.deepEqual(database.all("SELECT name FROM names"), []);
    database.close();
  }));

Deno.test("Database.prepare forgets old statements, never what they do", () =>
  withPath((path) => {
    const database = Database.openWriter(path);
    for (let round = 0; round < 2; round++) {
      for (let n = 0; n < 300; n++) {
        assert.equal(database.get(`SELECT ${n} + ? AS sum`, 1)?.sum, n + 1);
      }
    }
    database.close();
  }));

Deno.test("migrate does nothing the second time and refuses the file of a newer program", () =>
  withPath((path) => {
    const database = Database.openWriter(path);
    migrate(database);
    database.run("INSERT INTO names (name) VALUES ('kept')");
    migrate(database);
    assert.equal(database.all("SELECT name FROM names").length, 1);
    database.connection.exec("PRAGMA user_version = 99");
    assert.throws(() => migrate(database), /newer Vigia/);
    database.close();
  }));
