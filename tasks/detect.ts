import { parseArgs } from "node:util";
import { COUNT_THRESHOLD } from "@/lib/anomalies/detectors/count_alarm.ts";
import { MIN_TOTAL } from "@/lib/anomalies/detectors/flag_budget.ts";
import { GAUGE_THRESHOLD } from "@/lib/anomalies/detectors/gauge_detector.ts";
import { scoreTable, type TableKind } from "@/lib/anomalies/evaluation/score_table.ts";
import { TableError } from "@/lib/anomalies/evaluation/table_error.ts";
import { say } from "./progress.ts";

const THRESHOLDS: Record<TableKind, number> = {
  count: COUNT_THRESHOLD,
  gauge: GAUGE_THRESHOLD,
  record: MIN_TOTAL,
};
const USAGE = "Usage: deno task detect --kind count|gauge|record (--in f.csv --out g.csv" +
  " | --threshold-only)";
const WRITTEN_AT_ONCE = 65_536;

/** Scores a CSV file, or prints the score from which on Vigia calls something an anomaly. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    args: Deno.args,
    options: {
      kind: { type: "string" },
      in: { type: "string" },
      out: { type: "string" },
      "threshold-only": { type: "boolean", default: false },
    },
  });
  const kind = values.kind;
  if (kind !== "count" && kind !== "gauge" && kind !== "record") throw new RangeError(USAGE);
  if (values["threshold-only"]) {
    say(String(THRESHOLDS[kind]));
    return;
  }
  if (values.in === undefined || values.out === undefined) throw new RangeError(USAGE);
  await scoreFile(kind, values.in, values.out);
}

/** The scored file appears when it is complete. */
async function scoreFile(kind: TableKind, input: string, output: string): Promise<void> {
  using source = await Deno.open(input);
  const partial = `${output}.${crypto.randomUUID()}.partial`;
  const target = await Deno.open(partial, { write: true, createNew: true });
  try {
    const writer = target.writable.getWriter();
    const encoder = new TextEncoder();
    let text = "";
    const flush = async () => {
      await writer.write(encoder.encode(text));
      text = "";
    };
    for await (const line of scoreTable(kind, source.readable.pipeThrough(decoder()))) {
      text += `${line}\n`;
      if (text.length >= WRITTEN_AT_ONCE) await flush();
    }
    await flush();
    await writer.close();
    await Deno.rename(partial, output);
  } catch (error) {
    await Deno.remove(partial).catch(() => {});
    throw error;
  }
}

function decoder(): ReadableWritablePair<string, Uint8Array<ArrayBuffer>> {
  return new TextDecoderStream("utf-8", { fatal: true }) as ReadableWritablePair<
    string,
    Uint8Array<ArrayBuffer>
  >;
}

try {
  await main();
} catch (error) {
  const expected = error instanceof TableError || error instanceof RangeError ||
    error instanceof TypeError || error instanceof Deno.errors.NotFound ||
    error instanceof Deno.errors.IsADirectory;
  if (!expected) throw error;
  Deno.stderr.writeSync(new TextEncoder().encode(`${error.message}\n`));
  Deno.exit(1);
}
