import type { Measure } from "./measure.ts";

/** What this machine is, as far as the system tells. */
function machine(): string {
  const info = Deno.readTextFileSync("/proc/cpuinfo");
  const model = /model name\s*:\s*(.*)/.exec(info)?.[1] ?? "unknown processor";
  const gibibytes = Math.round(Deno.systemMemoryInfo().total / 1024 ** 3);
  const load = Deno.loadavg().map((value) => value.toFixed(1)).join(" ");
  return `${model}, ${navigator.hardwareConcurrency} cores, ${gibibytes} GiB, Deno ${Deno.version.deno}` +
    ` (load average at the end ${load})`;
}

/** Writes docs/performance.md from one run. */
export async function writeReport(measures: readonly Measure[]): Promise<void> {
  const rows = measures.map(({ name, value, target, met }) =>
    `| ${name} | ${value} | ${target} | ${met ? "met" : "**not met**"} |`
  );
  const text = `# Performance

Measured on ${
    new Date().toISOString().slice(0, 10)
  } with \`deno task bench --write\`, one run, as it came:
${machine()}.

| what | measured | target | |
| --- | --- | --- | --- |
${rows.join("\n")}

## How

Server and load generator are two processes on this one machine and share its cores; everything stays on
127.0.0.1. Machines are noisy, so the figures that compare are ratios of one run: the bare server of the
first line is a \`Deno.serve\` that parses and answers the same JSON, and the raw inserts of the second are
a loop over the same rows into the same table with the same indexes, 500 rows a durable commit. Vigia runs
as \`deno task start\` runs it, on SQLite with \`synchronous=FULL\`: each 202 is on disk. The summary is asked
for another second each time, so that no kept answer can help. JavaScript counts every module that the
dashboard loads, Chart.js included.
`;
  await Deno.writeTextFile("docs/performance.md", text);
}
