import { parseArgs } from "node:util";
import { loadConfig } from "@/lib/config.ts";
import { createLogger } from "@/lib/logging/logger.ts";
import { loadSample } from "@/lib/sample/load.ts";
import { openStore } from "@/lib/store/open.ts";
import { wholeNumber } from "./arguments.ts";
import { progressBar, say } from "./progress.ts";

/** Fills the configured store with synthetic history: `deno task seed --events 20000 --days 30 --seed 42`. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    args: Deno.args,
    options: {
      events: { type: "string", default: "20000" },
      days: { type: "string", default: "30" },
      seed: { type: "string", default: "42" },
    },
  });
  const events = wholeNumber("--events", values.events, 1, 50_000_000);
  const days = wholeNumber("--days", values.days, 1, 3650);
  const seed = wholeNumber("--seed", values.seed, 0, 2 ** 32 - 1);
  const config = loadConfig();
  const store = await openStore(config, createLogger(config.logLevel));
  try {
    const began = performance.now();
    const options = { events, days, seed, until: Date.now(), batch: 1000 };
    const added = await loadSample(store.events, options, progressBar(events));
    const seconds = (performance.now() - began) / 1000;
    say(`${added} of ${events} events added in ${seconds.toFixed(1)} s (${await store.ping()})`);
  } finally {
    await store.close();
  }
}

await main();
