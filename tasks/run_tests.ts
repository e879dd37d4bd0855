import { findMongoServer } from "@/tests/mongodb.ts";
import { say } from "./progress.ts";
import { testTimes } from "./test_times.ts";

interface Phase {
  title: string;
  /** Arguments of `deno test`. */
  args: readonly string[];
}

interface Outcome {
  passed: number;
  failed: number;
  skipped: string[];
  /** The JUnit report. */
  report: string;
  code: number;
}

/** What tests one module each, without servers of its own. */
const MODULES = ["lib", "routes", "tasks", "workers"];
/**
 * What crosses modules: starts servers, browsers and databases and mostly waits for them. What takes
 * longest comes first, so that nothing long is left over at the end.
 */
const SYSTEM = ["tests/store", "tests/browser", "tests"];
/** What measures memory, or times so short that other tests would lengthen them. */
const ALONE = [
  "lib/queue",
  "tests/browser/live_dashboard_test.ts",
  "tests/crash",
  "tests/http/security_limits_test.ts",
  "tests/store/mongo_tail_test.ts",
];
const SLOWEST_SHOWN = 10;

// deno-lint-ignore no-control-regex -- the test runner colours its output
const COLOUR = /\u001b\[[0-9;]*m/g;

/** Runs `deno test` and passes its output on. */
async function runTests(args: readonly string[]): Promise<Outcome> {
  const junit = await Deno.makeTempFile({ prefix: "vigia-tests-", suffix: ".xml" });
  const child = new Deno.Command(Deno.execPath(), {
    // Types are the business of `deno task check`, which looks at the tests too, once and not by file.
    args: ["test", "-A", "--no-check", `--junit-path=${junit}`, ...args],
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
  const report = await Deno.readTextFile(junit);
  await Deno.remove(junit);
  const summary = /(\d+) passed(?: \(\d+ steps?\))? \| (\d+) failed/.exec(tail.replace(COLOUR, ""));
  const failed = Number(summary?.[2] ?? 1);
  return {
    passed: Number(summary?.[1] ?? 0),
    // A crash of the runner, a leak or a type error fails without a failed test.
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped,
    report,
    code,
  };
}

function saySlowest(outcomes: readonly Outcome[]): void {
  const times = testTimes(outcomes.map(({ report }) => report).join("\n"));
  say(`\nThe ${SLOWEST_SHOWN} slowest tests:`);
  for (const { name, seconds } of times.slice(0, SLOWEST_SHOWN)) {
    say(`  ${seconds.toFixed(1).padStart(6)} s  ${name}`);
  }
}

/** Files of tests below a path, in the order of their names. */
function testFiles(path: string): string[] {
  if (Deno.statSync(path).isFile) return [path];
  const entries = [...Deno.readDirSync(path)].sort((a, b) => a.name < b.name ? -1 : 1);
  return entries.flatMap(({ name, isDirectory }) => {
    if (isDirectory) return testFiles(`${path}/${name}`);
    return /_test\.tsx?$/.test(name) ? [`${path}/${name}`] : [];
  });
}

/** Each file once, in the first phase that names it. Of several folders Deno's `--ignore` ignores nothing. */
function planPhases(): Phase[] {
  const alone = new Set(ALONE.flatMap(testFiles));
  const beside = (folders: readonly string[]) =>
    [...new Set(folders.flatMap(testFiles))].filter((file) => !alone.has(file));
  return [
    { title: "modules, beside one another", args: ["--parallel", ...beside(MODULES)] },
    { title: "system, beside one another", args: ["--parallel", ...beside(SYSTEM)] },
    { title: "one at a time", args: [...alone] },
  ];
}

/** Runs every test; all phases share one MongoDB server. */
async function runPhases(): Promise<Outcome[]> {
  await findMongoServer();
  const outcomes: Outcome[] = [];
  const lengths: string[] = [];
  for (const { title, args } of planPhases()) {
    say(`\n${title}`);
    const before = performance.now();
    outcomes.push(await runTests(args));
    lengths.push(`${title}: ${Math.round((performance.now() - before) / 1000)} s`);
  }
  saySlowest(outcomes);
  say(`\n${lengths.join("; ")}`);
  return outcomes;
}

/** `deno task test [deno test arguments]`: runs every test and ends with `N passed, N failed`. */
async function main(): Promise<void> {
  const outcomes = Deno.args.length > 0 ? [await runTests(Deno.args)] : await runPhases();
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
