/**
 * The control of the fsync test: a server that says 202 after a commit with `synchronous=NORMAL`, which
 * SQLite does not sync. `kill -9` never shows the difference, a power cut does.
 */
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { loadConfig } from "@/lib/config.ts";

const { port, dataDir } = loadConfig();
const database = new DatabaseSync(join(dataDir, "unsynced.db"));
database.exec(`
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  -- A checkpoint would sync what was committed before it.
  PRAGMA wal_autocheckpoint = 0;
  CREATE TABLE events (id);
`);
const insert = database.prepare("INSERT INTO events VALUES (?)");
Deno.serve({ port, hostname: "127.0.0.1", onListen() {} }, async (request) => {
  if (request.method !== "POST") return new Response("ready");
  const { id } = await request.json();
  insert.run(id);
  return Response.json({ accepted: 1, ids: [id], rejected: [] }, { status: 202 });
});
Deno.stdout.writeSync(new TextEncoder().encode(`unsynced listens on ${port}\n`));
Deno.addSignalListener("SIGTERM", () => Deno.exit(0));
