import { say } from "./progress.ts";

/** `deno task test [deno test arguments]`: runs every test and ends with `N passed, N failed`. */
const child = new Deno.Command(Deno.execPath(), {
  // Types are the business of `deno task check`, which looks at the tests too, once and not by file.
  args: ["test", "-A", "--no-check", ...Deno.args],
  stdout: "piped",
  stderr: "inherit",
}).spawn();

let tail = "";
const skipped: string[] = [];
let line = "";
for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
  Deno.stdout.writeSync(new TextEncoder().encode(text));
  tail = (tail + text).slice(-4000);
  line += text;
  const lines = line.split("\n");
  line = lines.pop() ?? "";
  skipped.push(...lines.filter((entry) => entry.includes("skipped: no ")));
}
const { code } = await child.status;

// deno-lint-ignore no-control-regex -- the test runner colours its summary
const plain = tail.replace(/\u001b\[[0-9;]*m/g, "");
const summary = /(\d+) passed(?: \(\d+ steps?\))? \| (\d+) failed/.exec(plain);
if (skipped.length > 0) {
  const reasons = new Set(skipped.map((entry) => /skipped: no [^\]]*/.exec(entry)?.[0] ?? entry));
  say(`\n${skipped.length} tests skipped:`);
  for (const reason of reasons) say(`  ${reason}`);
}
const failed = Number(summary?.[2] ?? 1);
// A crash of the runner, a leak or a type error fails without a failed test.
say(`\n${summary?.[1] ?? 0} passed, ${code !== 0 && failed === 0 ? 1 : failed} failed`);
Deno.exit(code);
