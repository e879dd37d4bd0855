import type { Database } from "./database.ts";
import { EVENT_TABLES } from "./event_tables.ts";

/** Steps from one version of the file to the next; those that were released are never changed. */
const MIGRATIONS: readonly string[] = [EVENT_TABLES];

/**
 * Brings the file to the newest version, each step in a transaction of its own.
 * @throws Error when a newer Vigia wrote the file.
 */
export function migrate(database: Database): void {
  const version = () => Number(database.get("PRAGMA user_version")?.user_version);
  if (version() > MIGRATIONS.length) {
    throw new Error(
      `Cannot open the store: its version ${version()} is newer than this program's ` +
        `${MIGRATIONS.length}; start the newer Vigia, or restore a backup made by this one`,
    );
  }
  for (const [index, sql] of MIGRATIONS.entries()) {
    database.write(() => {
      // Asked inside the transaction, so that two processes starting at once do the step once.
      if (version() > index) return;
      database.connection.exec(sql);
      database.connection.exec(`PRAGMA user_version = ${index + 1}`);
    });
  }
}
