import assert from "node:assert/strict";
import { join } from "node:path";
import { AnswerCache } from "./answer_cache.ts";
import { Database } from "./database.ts";

Deno.test("AnswerCache.answer() keeps an answer until another connection writes", async () => {
  const folder = await Deno.makeTempDir({ prefix: "vigia-test-" });
  const path = join(folder, "vigia.db");
  const writer = Database.openWriter(path);
  writer.connection.exec("CREATE TABLE t (x INTEGER)");
  const reader = Database.openReader(path);
  try {
    let reads = 0;
    const cache = new AnswerCache<{ least: number }, number>(reader);
    const ask = (least: number) =>
      cache.answer({ least }, (database, question) => {
        reads++;
        return Number(
          database.get("SELECT count(*) AS n FROM t WHERE x >= ?", question.least)?.n,
        );
      });
    assert.deepEqual([ask(0), ask(0), ask(5)], [0, 0, 0]);
    assert.equal(reads, 2);
    writer.run("INSERT INTO t VALUES (3)");
    assert.deepEqual([ask(0), ask(5), ask(0)], [1, 0, 1]);
    assert.equal(reads, 4);
    for (let n = 0; n < 200; n++) assert.equal(ask(n), n <= 3 ? 1 : 0);
  } finally {
    reader.close();
    writer.close();
    await Deno.remove(folder, { recursive: true });
  }
});
