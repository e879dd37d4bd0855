import type { Chart, Plugin } from "chart.js";

/** What is drawn on a chart beside its data. */
export interface ChartMarks {
  /** Value of a dashed line across. */
  limit?: number;
  /** Shaded stretches, in places of the labels; fractions lie between two. */
  spans?: readonly { from: number; to: number; tone?: MarkTone }[];
  /** What is usual at each place, `null` where it is not known. */
  band?: readonly ({ low: number; high: number } | null)[];
}

/** How a stretch is shaded; `critical` unless something else is said. */
export type MarkTone = "critical" | "warning" | "info";
/** In the order in which they are drawn. */
const MARK_TONES: readonly MarkTone[] = ["info", "warning", "critical"];

export interface MarkColors {
  limit: string;
  span: Record<MarkTone, string>;
  band: string;
}

/** So that a stretch of a minute among 30 days is seen. */
const LEAST_SPAN_PX = 2;

/** Draws the marks: stretches under the data, the line over it. Both are asked for at each drawing. */
export function marksPlugin(
  marks: () => ChartMarks | undefined,
  colors: () => MarkColors,
): Plugin {
  return {
    id: "marks",
    beforeDatasetsDraw: (chart) => {
      drawBand(chart, marks()?.band ?? [], colors().band);
      drawSpans(chart, marks()?.spans ?? [], colors().span);
    },
    afterDatasetsDraw: (chart) => drawLimit(chart, marks()?.limit, colors().limit),
  };
}

function drawSpans(
  { ctx, chartArea, scales: { x } }: Chart,
  spans: NonNullable<ChartMarks["spans"]>,
  colors: MarkColors["span"],
): void {
  if (x === undefined) return;
  ctx.save();
  for (const tone of MARK_TONES) {
    ctx.fillStyle = colors[tone];
    // One path, so that stretches that overlap are no darker than each of them.
    ctx.beginPath();
    for (const span of spans) {
      if ((span.tone ?? "critical") !== tone) continue;
      const left = Math.max(chartArea.left, x.getPixelForValue(span.from));
      const right = Math.min(chartArea.right, x.getPixelForValue(span.to));
      const width = Math.max(LEAST_SPAN_PX, right - left);
      const begin = Math.min(left, chartArea.right - width);
      ctx.rect(begin, chartArea.top, width, chartArea.bottom - chartArea.top);
    }
    ctx.fill();
  }
  ctx.restore();
}

/** A step for each bucket, as what is usual is known of buckets and not of moments. */
function drawBand(
  { ctx, chartArea, scales: { x, y } }: Chart,
  band: NonNullable<ChartMarks["band"]>,
  color: string,
): void {
  if (x === undefined || y === undefined) return;
  ctx.save();
  ctx.fillStyle = color;
  // One path, so that no seams show between buckets.
  ctx.beginPath();
  for (const [index, usual] of band.entries()) {
    if (usual === null) continue;
    const left = Math.max(chartArea.left, x.getPixelForValue(index - 0.5));
    const right = Math.min(chartArea.right, x.getPixelForValue(index + 0.5));
    const top = Math.max(chartArea.top, y.getPixelForValue(usual.high));
    const bottom = Math.min(chartArea.bottom, y.getPixelForValue(usual.low));
    if (bottom > top) ctx.rect(left, top, right - left, bottom - top);
  }
  ctx.fill();
  ctx.restore();
}

function drawLimit(
  { ctx, chartArea, scales: { y } }: Chart,
  limit: number | undefined,
  color: string,
): void {
  if (y === undefined || limit === undefined) return;
  const at = Math.round(y.getPixelForValue(limit)) + 0.5;
  ctx.save();
  ctx.strokeStyle = color;
  ctx.lineWidth = 1.5;
  ctx.setLineDash([6, 4]);
  ctx.beginPath();
  ctx.moveTo(chartArea.left, at);
  ctx.lineTo(chartArea.right, at);
  ctx.stroke();
  ctx.restore();
}
