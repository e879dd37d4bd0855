import assert from "node:assert/strict";
import { join } from "node:path";
import { Database } from "./database.ts";
import { shortenLog } from "./write_ahead_log.ts";

Deno.test("shortenLog empties a large log, and leaves one that a reader still needs", async () => {
  const folder = await Deno.makeTempDir({ prefix: "vigia-test-" });
  const path = join(folder, "vigia.db");
  const writer = Database.openWriter(path);
  writer.connection.exec("CREATE TABLE t (x TEXT); INSERT INTO t VALUES (hex(randomblob(50000)))");
  const reader = Database.openReader(path);
  const logBytes = () => Deno.statSync(`${path}-wal`).size;
  try {
    const full = logBytes();
    assert.ok(full > 100_000);
    shortenLog(writer, path, full + 1);
    assert.equal(logBytes(), full);

    reader.connection.exec("BEGIN");
    assert.equal(reader.all("SELECT x FROM t").length, 1);
    writer.connection.exec("INSERT INTO t VALUES (hex(randomblob(200000)))");
    shortenLog(writer, path, 1);
    assert.ok(logBytes() > 0);
    assert.equal(reader.all("SELECT x FROM t").length, 1);
    reader.connection.exec("COMMIT");

    shortenLog(writer, path, 1);
    assert.equal(logBytes(), 0);
    assert.equal(reader.all("SELECT x FROM t").length, 2);
    assert.equal(writer.get("PRAGMA busy_timeout")?.timeout, 5000);
  } finally {
    reader.close();
    writer.close();
    await Deno.remove(folder, { recursive: true });
  }
});
