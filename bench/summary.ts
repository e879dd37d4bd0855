import { join } from "node:path";
import { silentLogger } from "@/lib/logging/logger.ts";
import { loadSample } from "@/lib/sample/load.ts";
import { openSqliteStore } from "@/lib/store/sqlite/sqlite_store.ts";
import { fixed, type Measure, measure, percentile, whole } from "./measure.ts";
import { createKey, startVigia, withFolder } from "./processes.ts";

const SMALL = 100_000;
const LARGE = 2_000_000;
const DAYS = 30;
const CALLS = 300;

/** Stores sample history and returns the seconds it took. */
async function seed(dataDir: string, events: number): Promise<number> {
  await Deno.mkdir(dataDir, { recursive: true });
  const store = await openSqliteStore({ path: join(dataDir, "vigia.db"), logger: silentLogger });
  const began = performance.now();
  await loadSample(store.events, { events, days: DAYS, seed: 42, until: Date.now(), batch: 1000 });
  const seconds = (performance.now() - began) / 1000;
  await store.close();
  return seconds;
}

/** 95th percentile of `summary` over the last 30 days by HTTP, milliseconds. */
async function summaryP95(dataDir: string): Promise<number> {
  const vigia = await startVigia(dataDir);
  const token = await createKey(vigia.port);
  const times: number[] = [];
  for (let n = 0; n < CALLS; n++) {
    // Another second each time, so that no answer can be a kept one.
    const to = Date.now() - n * 1000;
    const query = new URLSearchParams({
      from: new Date(to - DAYS * 86_400_000).toISOString(),
      to: new Date(to).toISOString(),
    });
    const began = performance.now();
    const url = `http://127.0.0.1:${vigia.port}/api/v1/analytics/summary?${query}`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    await response.json();
    if (n >= CALLS / 10) times.push(performance.now() - began);
  }
  await vigia.stop();
  return percentile(Float64Array.from(times).sort(), 0.95);
}

/** `summary` at 100,000 and at 2,000,000 stored events, and how fast history is stored. */
export async function measureSummary(): Promise<Measure[]> {
  return await withFolder(async (folder) => {
    const small = join(folder, "small");
    const large = join(folder, "large");
    const seconds = await seed(small, SMALL);
    const smallP95 = await summaryP95(small);
    await seed(large, LARGE);
    const largeP95 = await summaryP95(large);
    const ratio = largeP95 / smallP95;
    return [
      measure(`seed of ${whole(SMALL)} events`, `${fixed(seconds)} s`, "< 10 s", seconds < 10),
      measure(
        `summary of ${DAYS} days, p95 at ${whole(SMALL)} events`,
        `${fixed(smallP95)} ms`,
        "< 15 ms",
        smallP95 < 15,
      ),
      measure(
        `summary of ${DAYS} days, p95 at ${whole(LARGE)} events`,
        `${fixed(largeP95)} ms`,
        "< 15 ms",
        largeP95 < 15,
      ),
      measure("ratio of the two", fixed(ratio, 2), "< 1.5", ratio < 1.5),
    ];
  });
}
