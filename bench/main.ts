import { measureAlertRules } from "./alert_rules.ts";
import { measureDetectors } from "./detectors.ts";
import { measureFanOut } from "./fan_out.ts";
import { measureBatches, measureSingleEvents } from "./ingest.ts";
import { Contention, machine } from "./machine.ts";
import { fixed, type Measure } from "./measure.ts";
import { measurePage } from "./page.ts";
import { line, table, writeReport } from "./report.ts";
import { measureScoring } from "./scoring.ts";
import { measureSlowReaders } from "./slow_readers.ts";
import { measureSummary } from "./summary.ts";

/** Everything that can be measured, by the name that the command line takes. */
const SUITES: Record<string, () => Promise<Measure[]>> = {
  single: measureSingleEvents,
  batches: measureBatches,
  fanout: measureFanOut,
  slow: measureSlowReaders,
  page: measurePage,
  summary: measureSummary,
  detectors: measureDetectors,
  scoring: measureScoring,
  rules: measureAlertRules,
};

const say = (text: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));

/** `deno task bench [name …]` measures on this machine; `--write` makes docs/performance.md of all. */
async function main(args: readonly string[]): Promise<void> {
  const asked = args.filter((argument) => !argument.startsWith("--"));
  const unknown = asked.find((name) => SUITES[name] === undefined);
  if (unknown !== undefined) {
    const names = Object.keys(SUITES).join(", ");
    throw new RangeError(`There is no benchmark "${unknown}"; there are ${names}`);
  }
  const mayWrite = args.includes("--write");
  if (mayWrite && asked.length > 0) throw new RangeError("--write wants everything measured");
  say(machine());
  const began = performance.now();
  const contention = new Contention();
  const measures: Measure[] = [];
  for (const [name, suite] of Object.entries(SUITES)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    for (const result of await suite()) {
      measures.push(result);
      say(line(result));
    }
  }
  const seconds = (performance.now() - began) / 1000;
  const share = contention.share();
  const load = Deno.loadavg().map((value) => fixed(value)).join(" ");
  const circumstances = `load average ${load} at the end` +
    (share === null
      ? ""
      : `; in ${fixed(share * 100, 0)} % of the time some program waited for a processor`);
  say(`\n${table(measures)}\n\n${fixed(seconds, 0)} s; ${circumstances}`);
  if (mayWrite) await writeReport({ measures, machine: machine(), circumstances, seconds });
}

await main(Deno.args);
