import { openMongoStore } from "@/lib/store/mongo/mongo_store.ts";
import { randomEvents } from "./fixtures.ts";

/** Appends events until it is killed and prints the ids of each batch once that is acknowledged. */
const [uri, database, seed] = Deno.args;
if (uri === undefined || database === undefined || seed === undefined) {
  throw new Error("Usage: mongo_child.ts <uri> <database> <seed>");
}
const store = await openMongoStore({ uri, database });
const encoder = new TextEncoder();
const from = Date.parse("2026-02-01T00:00:00Z");
for (let batch = 0;; batch++) {
  const events = randomEvents({
    seed: Number(seed) * 10_000 + batch,
    count: 40,
    from,
    to: from + 3_600_000,
  });
  const { inserted } = await store.events.append(events);
  Deno.stdout.writeSync(encoder.encode(inserted.map(({ id }) => `${id}\n`).join("")));
}
