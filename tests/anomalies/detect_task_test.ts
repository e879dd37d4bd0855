import assert from "node:assert/strict";
import { join } from "node:path";
import { GAUGE_THRESHOLD } from "@/lib/anomalies/detectors/gauge_detector.ts";

/** Runs `deno task detect` with arguments. */
async function detect(...args: string[]): Promise<{ code: number; out: string; problem: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "tasks/detect.ts", ...args],
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  return { code, out: text(stdout), problem: text(stderr) };
}

Deno.test("detect scores a file, prints the threshold, and writes nothing for a bad file", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const input = join(folder, "in.csv");
    const output = join(folder, "out.csv");
    const lines = Array.from({ length: 300 }, (_, n) => `${1_760_000_000 + n * 300},${n % 7}`);
    await Deno.writeTextFile(input, `timestamp,value\n${lines.join("\n")}\n`);
    const [scored, threshold, unknown] = await Promise.all([
      detect("--kind", "gauge", "--in", input, "--out", output),
      detect("--kind", "gauge", "--threshold-only"),
      detect("--kind", "mood", "--threshold-only"),
    ]);
    assert.deepEqual(scored, { code: 0, out: "", problem: "" });
    const written = (await Deno.readTextFile(output)).trimEnd().split("\n");
    assert.equal(written[0], "timestamp,value,anomaly_score");
    assert.equal(written.length, 301);
    assert.deepEqual(threshold, { code: 0, out: String(GAUGE_THRESHOLD), problem: "" });
    assert.equal(unknown.code, 1);
    assert.match(unknown.problem, /^Usage: deno task detect/);

    await Deno.remove(output);
    await Deno.writeTextFile(input, "timestamp,value\n1760000000,1\n1760000300,?\n");
    const refused = await detect("--kind", "gauge", "--in", input, "--out", output);
    assert.deepEqual(refused, { code: 1, out: "", problem: 'Line 3: value "?" is not a number' });
    const left = await Array.fromAsync(Deno.readDir(folder));
    assert.deepEqual(left.map(({ name }) => name), ["in.csv"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
