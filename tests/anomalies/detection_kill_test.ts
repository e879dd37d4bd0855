import assert from "node:assert/strict";
import { join } from "node:path";
import { ANOMALIES } from "@/lib/anomalies/anomaly.ts";
import { everyPage } from "@/lib/alerts/routing/every_page.ts";
import {
  append,
  BEGIN,
  burst,
  DAY_MS,
  END,
  GRACE_MS,
  LAST,
  quiet,
  Rig,
} from "@/lib/anomalies/testing/detection_rig.ts";
import { BUCKET_MS } from "@/lib/anomalies/detection/series.ts";
import { startChild } from "@/lib/queue/testing/child_process.ts";
import { openSqliteStore } from "@/lib/store/sqlite/sqlite_store.ts";

const CHILD = "../../anomalies/testing/detect_child.ts";
const KILLS = 6;

/** Bursts in the history, and while it is judged bucket after bucket. */
const EVENTS = [
  ...quiet(BEGIN, LAST),
  ...[END - DAY_MS, END - DAY_MS / 2, END + 3 * BUCKET_MS, END + 30 * BUCKET_MS]
    .flatMap((t) => burst(t, 60)),
];

/** What is kept of anomalies and of what was learned, but for the ids that each store makes anew. */
async function judged(rig: Rig) {
  const found = (await everyPage(rig.store.collection(ANOMALIES), {})).map((row) => {
    const { id: _, version: _version, createdAt: _created, updatedAt: _updated, ...anomaly } = row;
    return anomaly;
  });
  const overview = await rig.detection.overview();
  return {
    found: found.toSorted((a, b) => order(a) < order(b) ? -1 : 1),
    until: overview.until,
    series: overview.series.map(({ anomalyId: _, ...series }) => series),
  };
}

function order({ seriesKey, noticedAt }: { seriesKey: string; noticedAt: string }): string {
  return `${noticedAt} ${seriesKey}`;
}

Deno.test("SeriesDetection finds the same once across kill -9 at random moments, in history and live", async () => {
  await using whole = await Rig.open(EVENTS);
  for (let now = END + GRACE_MS; now <= LAST + GRACE_MS; now += BUCKET_MS) {
    await whole.judgeUntil(now);
  }
  const expected = await judged(whole);
  assert.ok(expected.found.length >= 8, `only ${expected.found.length} anomalies`);

  const folder = await Deno.makeTempDir({ prefix: "vigia-detection-kill-" });
  try {
    const store = await openSqliteStore({ path: join(folder, "vigia.db") });
    await append(store, EVENTS);
    await store.close();
    for (let kill = 0; kill < KILLS; kill++) {
      const child = startChild(CHILD, [folder]);
      await child.until((lines) => lines.includes("ready"));
      await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 280));
      await child.kill();
    }
    await startChild(CHILD, [folder]).ended;
    await using rig = await Rig.reopen(folder);
    assert.deepEqual(await judged(rig), expected);
  } finally {
    await Deno.remove(folder, { recursive: true }).catch(() => {});
  }
});
