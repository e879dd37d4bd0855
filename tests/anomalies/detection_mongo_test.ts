import assert from "node:assert/strict";
import { AnomalyService } from "@/lib/anomalies/anomaly_service.ts";
import { SeriesDetection } from "@/lib/anomalies/detection/series_detection.ts";
import type { Event } from "@/lib/events/event.ts";
import { mongoTest } from "../store/mongo.ts";

const BUCKET_MS = 300_000;
const END = Date.UTC(2026, 9, 8);
const BEGIN = END - 3 * 86_400_000;

function anError(t: number): Event {
  const timestamp = new Date(t).toISOString();
  const times = { timestamp, receivedAt: timestamp };
  const metadata = { region: "North" };
  return {
    id: `e-${t}`,
    userId: "ana",
    type: "error",
    value: null,
    metadata,
    source: "t",
    ...times,
  };
}

mongoTest(
  "SeriesDetection works in one of two instances, and the other goes on after it",
  async ({ open }) => {
    const store = await open();
    const events: Event[] = [];
    for (let t = BEGIN; t < END; t += BUCKET_MS) events.push(anError(t), anError(t + 60_000));
    for (let n = 0; n < 60; n++) events.push(anError(END + 1 + n));
    for (let from = 0; from < events.length; from += 1000) {
      await store.events.append(events.slice(from, from + 1000));
    }
    let now = END + 30_000;
    const anomalies = new AnomalyService({ store, onChanged: () => {} });
    const [first, second] = [1, 2].map(() =>
      new SeriesDetection({ store, anomalies, now: () => now })
    ) as [SeriesDetection, SeriesDetection];
    assert.equal(await first.tick(), true);
    assert.equal(await second.tick(), false);
    while (await first.tick()) { /* the next part of history */ }
    const { until } = await first.overview();
    assert.equal(until, new Date(END).toISOString());
    now += 1_000;
    assert.equal(await second.tick(), false);
    now = END + BUCKET_MS + 30_000;
    await first.release();
    await second.tick();
    const { items } = await anomalies.list({ limit: 10, open: true });
    assert.deepEqual(items.map(({ seriesKey }) => seriesKey).toSorted(), [
      "count:error",
      "count:error:region:North",
    ]);
    assert.deepEqual((await anomalies.between(END, now)).map(({ to }) => to), [null, null]);
    await second.release();
  },
);
