import type { Measure } from "./measure.ts";

export interface Run {
  measures: readonly Measure[];
  machine: string;
  /** How busy the machine was with other things, in words. */
  circumstances: string;
  seconds: number;
}

/** A measure as a line for the terminal. */
export function line({ name, value, target, met }: Measure): string {
  return `${met ? "met    " : "NOT MET"}  ${name}: ${value} (target ${target})`;
}

/** All measures below each other. */
export function table(measures: readonly Measure[]): string {
  const rows = measures.map(({ name, value, target, met }) => [
    met ? "met" : "NOT MET",
    name,
    target,
    value,
  ]);
  const widths = [0, 1, 2].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0))
  );
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "))
    .join("\n");
}

/** Writes docs/performance.md from one run. */
export async function writeReport(run: Run): Promise<void> {
  const rows = run.measures.map(({ name, value, target, met }) =>
    `| ${name} | ${value} | ${target} | ${met ? "met" : "**not met**"} |`
  );
  const date = new Date().toISOString().slice(0, 10);
  const text = `# Performance

Measured on ${date} with \`deno task bench --write\`, one run of ${
    Math.round(run.seconds)
  } s, as it came.

* ${run.machine}
* ${run.circumstances}

| what | measured | target | |
| --- | --- | --- | --- |
${rows.join("\n")}

## How

Server and load generator are processes of their own on this one machine and share its cores; everything
stays on 127.0.0.1. Vigia runs as \`deno task start\` runs it, on SQLite with \`synchronous=FULL\`: each 202 is
on the disk. What compares is measured in turns within the run, and the middle of the turns counts, so that
whatever else the machine does meanwhile harms both sides alike.

* **Single events**: 64 keep-alive connections, each with one event under way, authenticated by an API key.
  The bare server is a \`Deno.serve\` that parses the same JSON and answers the same JSON, and keeps nothing.
  Processor time is what the server's process used, all of its threads together.
* **Batches**: 8 connections with 100 events of the sample history a request. The raw inserts are a loop
  over the same rows, as Vigia stored them, into the same table with the same indexes, 500 rows a durable
  commit, without HTTP, JSON, checks, look-up of names and roll-ups.
* **Webhook to frame**: from the first byte of each POST to each socket's message. A frame waits up to 20 ms
  for further events.
* **Sockets that never read**: subscribed sockets on which nothing is read while events of 2 KB go out as
  fast as they are accepted; memory is the highest resident set of the server, seen ten times a second,
  above that before the sockets came.
* **Summary**: over HTTP, for another second each time, so that no kept answer can help.
* **JavaScript**: every module that the signed-in dashboard's HTML names and all that they import, now or
  later, Chart.js included, each gzipped.
* **Detectors**: score and learn, one thread, one bucket of each series after the other; the state is its
  JSON text after 5,000 points.
* **Scoring**: the same mixed traffic in turns, once under types that nothing judges, until the last score
  is stored. 43 % of the events are records.
* **Rules**: of every kind and nearly all different, a store of one million events; 200 more between two
  rounds. A count of one hour in the same run is the yardstick.
* **Start**: from the command to the last byte of the signed-in dashboard.

Machines differ and are noisy: run \`deno task bench\` on yours.
`;
  await Deno.writeTextFile("docs/performance.md", text);
}
