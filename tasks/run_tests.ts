import { say } from "./progress.ts";

interface Outcome {
  passed: number;
  failed: number;
  skipped: string[];
  code: number;
}

/** What tests one module each, without servers of its own or the clock of a whole machine. */
const UNIT_FOLDERS = ["lib", "routes", "workers"];
/** What starts servers, browsers and databases, measures time and memory or kills processes: one at a time. */
const SYSTEM_FOLDERS = ["lib/queue", "tests"];

// deno-lint-ignore no-control-regex -- the test runner colours its output
const COLOUR = /\u001b\[[0-9;]*m/g;

/** Runs `deno test` and passes its output on. */
async function runTests(args: readonly string[]): Promise<Outcome> {
  const child = new Deno.Command(Deno.execPath(), {
    // Types are the business of `deno task check`, which looks at the tests too, once and not by file.
    args: ["test", "-A", "--no-check", ...args],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let tail = "";
  let line = "";
  const skipped: string[] = [];
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    Deno.stdout.writeSync(new TextEncoder().encode(text));
    tail = (tail + text).slice(-4000);
    line += text;
    const lines = line.split("\n");
    line = lines.pop() ?? "";
    skipped.push(...lines.filter((entry) => entry.includes("skipped: no ")));
  }
  const { code } = await child.status;
  const summary = /(\d+) passed(?: \(\d+ steps?\))? \| (\d+) failed/.exec(tail.replace(COLOUR, ""));
  const failed = Number(summary?.[2] ?? 1);
  return {
    passed: Number(summary?.[1] ?? 0),
    // A crash of the runner, a leak or a type error fails without a failed test.
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped,
    code,
  };
}

/** `deno task test [deno test arguments]`: runs every test and ends with `N passed, N failed`. */
async function main(): Promise<void> {
  const runs = Deno.args.length > 0
    ? [Deno.args]
    : [["--parallel", `--ignore=${SYSTEM_FOLDERS}`, ...UNIT_FOLDERS], SYSTEM_FOLDERS];
  const outcomes: Outcome[] = [];
  for (const args of runs) outcomes.push(await runTests(args));
  const skipped = outcomes.flatMap((outcome) => outcome.skipped);
  if (skipped.length > 0) {
    const reasons = new Set(skipped.map((entry) => /skipped: no [^\]]*/.exec(entry)?.[0] ?? entry));
    say(`\n${skipped.length} tests skipped:`);
    for (const reason of reasons) say(`  ${reason}`);
  }
  const sum = (of: (outcome: Outcome) => number) =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0);
  say(`\n${sum((outcome) => outcome.passed)} passed, ${sum((outcome) => outcome.failed)} failed`);
  Deno.exit(outcomes.find(({ code }) => code !== 0)?.code ?? 0);
}

await main();
