import { openSqliteStore } from "@/lib/store/sqlite/sqlite_store.ts";
import { randomEvents } from "../fixtures.ts";

/** Stores batches for ever and prints each one's prefix once it was acknowledged. */
const [path, round] = Deno.args;
const store = await openSqliteStore({ path: path! });
const from = Date.parse("2026-01-01T00:00:00Z");

async function send(sender: number): Promise<void> {
  for (let batch = 0;; batch++) {
    const idPrefix = `${round}-${sender}-${batch}`;
    const seed = Number(round) * 100_000 + sender * 10_000 + batch;
    const to = from + 3 * 86_400_000;
    await store.events.append(randomEvents({ seed, count: 20, from, to, idPrefix }));
    if (batch % 7 === 0) await store.events.summary({ from, to });
    Deno.stdout.writeSync(new TextEncoder().encode(`${idPrefix}\n`));
  }
}
await Promise.all([0, 1, 2].map(send));
