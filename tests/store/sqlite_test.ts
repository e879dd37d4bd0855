import { join } from "node:path";
import { openSqliteStore } from "@/lib/store/sqlite/sqlite_store.ts";
import { storeContract } from "./contract.ts";

storeContract("SQLite", async () => {
  const folder = await Deno.makeTempDir({ prefix: "vigia-test-" });
  const path = join(folder, "vigia.db");
  let store = await openSqliteStore({ path });
  return {
    store,
    reopen: async () => {
      await store.close();
      store = await openSqliteStore({ path });
      return store;
    },
    cleanUp: async () => {
      await store.close();
      await Deno.remove(folder, { recursive: true });
    },
  };
}, { exactSumEvents: 1_000_000 });
