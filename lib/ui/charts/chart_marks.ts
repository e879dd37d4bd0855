import type { Chart, Plugin } from "chart.js";

/** What is drawn on a chart beside its data. */
export interface ChartMarks {
  /** Value of a dashed line across. */
  limit?: number;
  /** Shaded stretches, in places of the labels; fractions lie between two. */
  spans?: readonly { from: number; to: number }[];
}

export interface MarkColors {
  limit: string;
  span: string;
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
    beforeDatasetsDraw: (chart) => drawSpans(chart, marks()?.spans ?? [], colors().span),
    afterDatasetsDraw: (chart) => drawLimit(chart, marks()?.limit, colors().limit),
  };
}

function drawSpans(
  { ctx, chartArea, scales: { x } }: Chart,
  spans: NonNullable<ChartMarks["spans"]>,
  color: string,
): void {
  if (x === undefined) return;
  ctx.save();
  ctx.fillStyle = color;
  for (const { from, to } of spans) {
    const left = Math.max(chartArea.left, x.getPixelForValue(from));
    const right = Math.min(chartArea.right, x.getPixelForValue(to));
    const width = Math.max(LEAST_SPAN_PX, right - left);
    ctx.fillRect(
      Math.min(left, chartArea.right - width),
      chartArea.top,
      width,
      chartArea.bottom - chartArea.top,
    );
  }
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
