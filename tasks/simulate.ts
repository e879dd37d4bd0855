import { parseArgs } from "node:util";
import { loadConfig } from "@/lib/config.ts";
import { BURST, EXPENSE_PAUSE_MS, Simulator } from "@/lib/sample/simulator.ts";
import { loadSecrets } from "@/lib/secrets.ts";
import { positiveNumber, wholeNumber } from "./arguments.ts";
import { say } from "./progress.ts";

const REPORT_MS = 10_000;

/** Live traffic: `deno task simulate --rate 5 --url http://127.0.0.1:8000 [--burst error | --expenses]`. */
async function main(): Promise<void> {
  const config = loadConfig();
  const { values } = parseArgs({
    args: Deno.args,
    options: {
      rate: { type: "string", default: "5" },
      url: { type: "string", default: `http://${config.host}:${config.port}` },
      seed: { type: "string", default: "7" },
      burst: { type: "string" },
      expenses: { type: "boolean", default: false },
    },
  });
  if (values.burst !== undefined && values.burst !== "error") {
    throw new RangeError(`--burst knows only "error", got "${values.burst}"`);
  }
  const stop = new AbortController();
  Deno.addSignalListener("SIGINT", () => stop.abort());
  const simulator = new Simulator({
    url: values.url,
    secret: (await loadSecrets(config)).webhookSecret,
    rate: positiveNumber("--rate", values.rate, 1000),
    seed: wholeNumber("--seed", values.seed, 0, 2 ** 32 - 1),
    onProblem: (message) => say(message),
  });
  if (values.burst === "error") {
    say(`Sending ${BURST.events} errors of ${BURST.region} to ${values.url}`);
    await simulator.burst(stop.signal);
  } else {
    const what = values.expenses
      ? `one expense every ${EXPENSE_PAUSE_MS / 1000} seconds`
      : `about ${values.rate} events a second`;
    say(`Sending ${what} to ${values.url}; Ctrl-C stops`);
    const timer = setInterval(() => say(`${simulator.accepted} accepted`), REPORT_MS);
    await (values.expenses ? simulator.expenses(stop.signal) : simulator.run(stop.signal));
    clearInterval(timer);
  }
  say(`${simulator.accepted} events accepted`);
  Deno.exit(0);
}

await main();
