import { measureBatches, measureSingleEvents } from "./ingest.ts";
import { measureFanOut, measureSlowReaders } from "./live.ts";
import type { Measure } from "./measure.ts";
import { measurePage } from "./page.ts";
import { measureSummary } from "./summary.ts";
import { writeReport } from "./report.ts";

/** Everything that can be measured, by the name that the command line takes. */
const SUITES: Record<string, () => Promise<Measure[]>> = {
  single: measureSingleEvents,
  batches: measureBatches,
  fanout: measureFanOut,
  slow: measureSlowReaders,
  page: measurePage,
  summary: measureSummary,
};

const say = (text: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));

/** `deno task bench [name …] [--write]`: measures on this machine; `--write` makes docs/performance.md. */
const asked = Deno.args.filter((argument) => !argument.startsWith("--"));
const names = asked.length === 0 ? Object.keys(SUITES) : asked;
const measures: Measure[] = [];
for (const name of names) {
  const suite = SUITES[name];
  if (suite === undefined) {
    throw new RangeError(`No benchmark "${name}"; there are ${Object.keys(SUITES).join(", ")}`);
  }
  for (const result of await suite()) {
    measures.push(result);
    say(
      `${result.met ? "met    " : "NOT MET"}  ${result.name}: ${result.value} (${result.target})`,
    );
  }
}
if (Deno.args.includes("--write")) await writeReport(measures);
