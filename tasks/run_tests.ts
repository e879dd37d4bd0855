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
 * Of what crosses modules, which starts servers, browsers and databases and mostly waits for them: the
 * folders that take longest. They come first, so that nothing long is left over at the end.
 */
const LONGEST = ["tests/store", "tests/browser"];
/** What measures memory, or times so short that other tests would lengthen them. */
const ALONE = [
  "lib/queue",
  "tests/browser/dashboard_test.ts",
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

/** The folders of `tests`, without those that are in others: with both Deno would ignore no path. */
function systemFolders(): string[] {
  const others = [...Deno.readDirSync("tests")].filter(({ isDirectory }) => isDirectory)
    .map(({ name }) => `tests/${name}`)
    .filter((folder) => !LONGEST.includes(folder) && !ALONE.includes(folder));
  return [...LONGEST, ...others.sort()];
}

/** Runs every test; all phases share one MongoDB server. */
async function runPhases(): Promise<Outcome[]> {
  const beside = ["--parallel", `--ignore=${ALONE}`];
  const phases: readonly Phase[] = [
    { title: "modules, beside one another", args: [...beside, ...MODULES] },
    { title: "system, beside one another", args: [...beside, ...systemFolders()] },
    { title: "one at a time", args: ALONE },
  ];
  await findMongoServer();
  const outcomes: Outcome[] = [];
  const lengths: string[] = [];
  for (const { title, args } of phases) {
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
