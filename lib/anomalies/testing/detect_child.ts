/**
 * A process for crash tests of detection. Argument: its folder. It judges what the folder's store
 * holds, up to {@linkcode LAST}, as fast as it can, and ends when there is no more.
 */
import { join } from "node:path";
import { openSqliteStore } from "../../store/sqlite/sqlite_store.ts";
import { AnomalyService } from "../anomaly_service.ts";
import { SeriesDetection } from "../detection/series_detection.ts";
import { BUCKET_MS } from "../detection/series.ts";
import { END, GRACE_MS, LAST } from "./detection_rig.ts";

const [folder] = Deno.args as [string];
const store = await openSqliteStore({ path: join(folder, "vigia.db") });
let now = END + GRACE_MS;
const anomalies = new AnomalyService({ store, onChanged: () => {}, now: () => now });
const detection = new SeriesDetection({ store, anomalies, now: () => now });
Deno.stdout.writeSync(new TextEncoder().encode("ready\n"));
for (; now <= LAST + GRACE_MS; now += BUCKET_MS) {
  while (await detection.tick()) { /* the next part of history */ }
}
await detection.release();
await store.close();
