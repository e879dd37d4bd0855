import { join } from "node:path";
import type { Config } from "../config.ts";
import type { Logger } from "../logging/logger.ts";
import type { Store } from "./store.ts";

/** Opens the store that the configuration names: MongoDB when there is an address, else SQLite in `DATA_DIR`. */
export async function openStore(config: Config, logger: Logger): Promise<Store> {
  if (config.mongodb !== undefined) {
    const { openMongoStore } = await import("./mongo/mongo_store.ts");
    return await openMongoStore({ ...config.mongodb, logger });
  }
  const { openSqliteStore } = await import("./sqlite/sqlite_store.ts");
  await Deno.mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  return await openSqliteStore({ path: join(config.dataDir, "vigia.db"), logger });
}
