import type { Plugin } from "chart.js";

/**
 * Fills what is under a line, down to the axis, run by run where it has gaps; `color` is `null` where
 * nothing is filled. Chart.js's own plugin can do much more and is as large.
 */
export function lineAreaPlugin(color: () => string | null): Plugin {
  return {
    id: "lineArea",
    beforeDatasetsDraw(chart) {
      const { ctx, chartArea: { bottom } } = chart;
      const fill = color();
      if (fill === null) return;
      ctx.save();
      ctx.fillStyle = fill;
      ctx.beginPath();
      let last: number | null = null;
      for (const { x, y, skip } of chart.getDatasetMeta(0).data as unknown as Place[]) {
        if (skip) {
          if (last !== null) ctx.lineTo(last, bottom);
          last = null;
          continue;
        }
        if (last === null) ctx.moveTo(x, bottom);
        ctx.lineTo(x, y);
        last = x;
      }
      if (last !== null) ctx.lineTo(last, bottom);
      ctx.fill();
      ctx.restore();
    },
  };
}

/** What of a drawn point is needed; `skip` where there is no value. */
interface Place {
  x: number;
  y: number;
  skip: boolean;
}
