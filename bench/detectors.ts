import { CountDetector } from "@/lib/anomalies/detectors/count_detector.ts";
import { GaugeDetector } from "@/lib/anomalies/detectors/gauge_detector.ts";
import { SeededRandom } from "@/lib/anomalies/detectors/random.ts";
import type { RecordInput } from "@/lib/anomalies/detectors/record.ts";
import { RecordDetector } from "@/lib/anomalies/detectors/record_detector.ts";
import { ShareDetector } from "@/lib/anomalies/detectors/share_detector.ts";
import { fixed, type Measure, measure, median, whole } from "./measure.ts";

const SERIES = 5000;
const ROUNDS = 60;
const WARM_UP_ROUNDS = 30;
const RECORDS = 20_000;
const TURNS = 3;
const BUCKET_MS = 300_000;

interface SeriesDetector {
  score(x: number, t: number): unknown;
  learn(x: number, t: number): void;
  save(): unknown;
}

/** Points a second, and bytes of a saved state, over interleaved series. */
function measureSeries(name: string, create: () => SeriesDetector): Measure[] {
  const detectors = Array.from({ length: SERIES }, create);
  const random = new SeededRandom(1);
  let round = 0;
  const run = (rounds: number) => {
    const began = performance.now();
    for (const end = round + rounds; round < end; round++) {
      const t = round * BUCKET_MS;
      for (const detector of detectors) {
        const x = random.below(40);
        detector.score(x, t);
        detector.learn(x, t);
      }
    }
    return rounds * SERIES / ((performance.now() - began) / 1000);
  };
  run(WARM_UP_ROUNDS);
  const rate = median(Array.from({ length: TURNS }, () => run(ROUNDS)));
  const [busiest] = detectors;
  for (let late = 0; late < 5000; late++) busiest?.learn(random.next() * 1e6, late * BUCKET_MS);
  const bytes = JSON.stringify(busiest?.save()).length;
  return [
    measure(
      `${name}, ${whole(SERIES)} series in turns`,
      `${whole(rate)} points/s`,
      "≥ 200,000 points/s",
      rate >= 200_000,
    ),
    measure(
      `state of a series of ${name}`,
      `${fixed(bytes / 1024)} KB`,
      "≤ 16 KB",
      bytes <= 16_384,
    ),
  ];
}

/** Shares of errors among about four times as many requests. */
function shareDetector(): SeriesDetector {
  const detector = new ShareDetector({ bucketMs: BUCKET_MS });
  return {
    score: (x, t) => detector.score(x, 3 * x + 10, t),
    learn: (x, t) => detector.learn(x, 3 * x + 10, t),
    save: () => detector.save(),
  };
}

/** Records a second with context, forest and neighbours. */
function measureRecords(): Measure {
  const random = new SeededRandom(2);
  const record = (index: number): RecordInput => {
    const category = random.below(10);
    return {
      id: String(index),
      userId: `user-${random.below(1000)}`,
      category: `category-${category}`,
      merchant: `merchant-${category * 30 + random.below(30)}`,
      amount: Math.exp(2 + 3 * random.next()),
      t: index * 30_000,
    };
  };
  const detector = new RecordDetector();
  const run = (from: number) => {
    const records = Array.from({ length: RECORDS }, (_, index) => record(from + index));
    const began = performance.now();
    for (const entry of records) {
      detector.score(entry);
      detector.learn(entry);
    }
    return RECORDS / ((performance.now() - began) / 1000);
  };
  run(0);
  const rate = median(Array.from({ length: TURNS }, (_, turn) => run((turn + 1) * RECORDS)));
  return measure(
    "records, context and forest and neighbours",
    `${whole(rate)} records/s`,
    "≥ 10,000 records/s",
    rate >= 10_000,
  );
}

/** How fast points and records are judged and learned, and what a series takes. */
export function measureDetectors(): Promise<Measure[]> {
  return Promise.resolve([
    ...measureSeries("counts", () => new CountDetector({ bucketMs: BUCKET_MS })),
    ...measureSeries("shares", shareDetector),
    ...measureSeries("gauges", () => new GaugeDetector()),
    measureRecords(),
  ]);
}
