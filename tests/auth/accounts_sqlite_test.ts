import { join } from "node:path";
import { silentLogger } from "@/lib/logging/logger.ts";
import { openSqliteStore } from "@/lib/store/sqlite/sqlite_store.ts";
import { ACCOUNTS_CONTRACT } from "./accounts_contract.ts";

for (const [title, body] of Object.entries(ACCOUNTS_CONTRACT)) {
  Deno.test(`SQLite: ${title}`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "vigia-accounts-" });
    const store = await openSqliteStore({
      path: join(folder, "vigia.db"),
      logger: silentLogger,
    });
    try {
      await body(store);
    } finally {
      await store.close();
      await Deno.remove(folder, { recursive: true });
    }
  });
}
