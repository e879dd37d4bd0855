import {
  ArcElement,
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  DoughnutController,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from "chart.js";
import { faded, hatched } from "./chart_colors.ts";
import { type ChartMarks, marksPlugin } from "./chart_marks.ts";
import { readTheme, type Theme } from "./chart_theme.ts";
import { lineAreaPlugin } from "./line_area.ts";

Chart.register(
  ArcElement,
  BarController,
  BarElement,
  CategoryScale,
  DoughnutController,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

/** What a chart shows; how it looks is this module's business. */
export interface ChartSpec {
  kind: "bar" | "bars-sideways" | "line" | "doughnut";
  labels: string[];
  values: (number | null)[];
  /** 1–5: place in the series palette; a doughnut begins with the first. */
  series: 1 | 2 | 3 | 4 | 5;
  /** The last part stands for all that have none of their own, in the palette's quiet colour. */
  lastIsRest?: boolean;
  /** Writes a value on the axis (short) and in the tooltip (full). */
  formatShort: (value: number) => string;
  formatFull: (value: number) => string;
  /** Places that were counted in part only: they are hatched, and their tooltips say `text`. */
  partial?: { places: readonly number[]; text: string };
  /** Drawn beside the data of bars and lines. */
  marks?: ChartMarks;
  /** Lines that the tooltip of a place says below its value. */
  notesAt?: (index: number) => string[];
  /** Index of the one that the page is filtered by; the others step back. */
  selected?: number | null;
  onSelect?: (index: number) => void;
}

export interface ChartHandle {
  update(spec: ChartSpec): void;
  destroy(): void;
}

const POINT_RADIUS = 2.5;
/** Lines of more places are drawn without a dot for each. */
const MOST_POINTS = 100;

function colorsOf(spec: ChartSpec, theme: Theme): (CanvasPattern | string)[] {
  const base = theme.series[spec.series - 1] ?? theme.text;
  const last = spec.values.length - 1;
  return spec.values.map((_, index) => {
    const place = spec.lastIsRest === true && index === last ? theme.series.length - 1 : index;
    const color = spec.kind === "doughnut" ? theme.series[place] ?? base : base;
    const away = spec.selected !== undefined && spec.selected !== null && spec.selected !== index;
    if (away) return faded(color, 0.28);
    return spec.partial?.places.includes(index) === true ? hatched(color) : color;
  });
}

/** What the tooltip says of a value. */
function tooltipText(spec: ChartSpec, value: number, index: number): string {
  const { places, text } = spec.partial ?? { places: [], text: "" };
  return `${spec.formatFull(value)}${places.includes(index) ? ` · ${text}` : ""}`;
}

/** The axis reaches from zero to the line and to what is usual. */
function roomFor({ limit, band }: ChartMarks): object {
  if (limit === undefined && band === undefined) return {};
  const highs = (band ?? []).map((usual) => usual?.high ?? 0);
  return {
    suggestedMin: Math.min(0, limit ?? 0),
    suggestedMax: Math.max(0, limit ?? 0, ...highs),
  };
}

function scalesOf(spec: ChartSpec, theme: Theme): NonNullable<ChartConfiguration["options"]> {
  if (spec.kind === "doughnut") return {};
  const font = { family: theme.font, size: 11 };
  const sideways = spec.kind === "bars-sideways";
  const values = {
    beginAtZero: spec.kind !== "line",
    ...roomFor(spec.marks ?? {}),
    grid: { color: theme.grid, drawTicks: false },
    border: { display: false },
    ticks: {
      color: theme.muted,
      font,
      padding: 6,
      maxTicksLimit: 5,
      callback: (value: number | string) => spec.formatShort(Number(value)),
    },
  };
  const names = {
    grid: { display: false },
    border: { color: theme.border },
    ticks: {
      color: sideways ? theme.text : theme.muted,
      font,
      maxRotation: 0,
      autoSkipPadding: 14,
      autoSkip: !sideways,
    },
  };
  return {
    indexAxis: sideways ? "y" : "x",
    scales: sideways ? { x: values, y: names } : { x: names, y: values },
  };
}

/** Of many points only those show that no line reaches. */
function radii(values: ChartSpec["values"]): number[] {
  const isFew = values.length <= MOST_POINTS;
  const hasNone = (index: number) => (values[index] ?? null) === null;
  return values.map((_, index) =>
    isFew || hasNone(index - 1) && hasNone(index + 1) ? POINT_RADIUS : 0
  );
}

function configure(spec: ChartSpec, theme: Theme): ChartConfiguration {
  const colors = colorsOf(spec, theme);
  const solid = theme.series[spec.series - 1] ?? theme.text;
  const type = spec.kind === "bars-sideways" ? "bar" : spec.kind;
  const dataset = type === "line"
    ? {
      data: spec.values,
      borderColor: solid,
      borderWidth: 2,
      pointRadius: radii(spec.values),
      pointHoverRadius: 5,
      pointBackgroundColor: solid,
      tension: 0,
    }
    : type === "doughnut"
    ? {
      data: spec.values,
      backgroundColor: colors,
      borderColor: theme.card,
      borderWidth: 2,
      hoverOffset: 4,
    }
    : {
      data: spec.values,
      backgroundColor: colors,
      hoverBackgroundColor: solid,
      borderRadius: 2,
      maxBarThickness: 34,
      categoryPercentage: 0.86,
      barPercentage: 0.92,
    };
  return {
    type,
    data: { labels: spec.labels, datasets: [dataset] },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      interaction: type === "doughnut"
        ? { mode: "nearest", intersect: true }
        : { mode: "index", axis: spec.kind === "bars-sideways" ? "y" : "x", intersect: false },
      onClick: (_event, elements) => {
        const index = elements[0]?.index;
        if (index !== undefined) spec.onSelect?.(index);
      },
      onHover: (event, elements) => {
        const canvas = event.native?.target;
        if (canvas instanceof HTMLElement && spec.onSelect !== undefined) {
          canvas.style.cursor = elements.length > 0 ? "pointer" : "default";
        }
      },
      ...(type === "doughnut" ? { cutout: "72%" } : {}),
      plugins: {
        tooltip: {
          backgroundColor: theme.raised,
          borderColor: theme.border,
          borderWidth: 1,
          titleColor: theme.text,
          bodyColor: theme.text,
          titleFont: { family: theme.font, size: 12, weight: 600 },
          bodyFont: { family: theme.font, size: 12 },
          padding: 10,
          displayColors: type === "doughnut",
          callbacks: {
            label: (item) => tooltipText(spec, Number(item.raw), item.dataIndex),
            afterBody: ([item]) => item === undefined ? [] : spec.notesAt?.(item.dataIndex) ?? [],
          },
        },
      },
      ...scalesOf(spec, theme),
    } as ChartConfiguration["options"],
  } as ChartConfiguration;
}

/**
 * Draws a chart and keeps it: `update` moves the data without animating old points, the colours
 * follow the theme by themselves, and nothing is painted while the tab is hidden.
 */
export function createChart(canvas: HTMLCanvasElement, first: ChartSpec): ChartHandle {
  let spec = first;
  let theme = readTheme(canvas);
  let frame = 0;
  const marks = marksPlugin(
    () => spec.marks,
    () => ({
      limit: theme.critical,
      span: {
        critical: faded(theme.critical, 0.2),
        warning: faded(theme.warning, 0.15),
        info: faded(theme.muted, 0.18),
      },
      band: faded(theme.muted, 0.2),
    }),
  );
  const area = lineAreaPlugin(() =>
    spec.kind === "line" ? faded(theme.series[spec.series - 1] ?? theme.text, 0.12) : null
  );
  const chart = new Chart(canvas, { ...configure(spec, theme), plugins: [marks, area] });

  const paint = () => {
    frame = 0;
    if (document.hidden) return;
    const next = configure(spec, theme);
    const current = chart.data.datasets[0];
    const wanted = next.data.datasets[0];
    if (current === undefined || wanted === undefined) return;
    chart.data.labels = spec.labels;
    Object.assign(current, wanted);
    chart.options = next.options ?? {};
    chart.update("none");
  };
  // At most one repaint a frame, however many updates arrive.
  const schedule = () => {
    if (frame === 0) frame = requestAnimationFrame(paint);
  };
  const retheme = () => {
    theme = readTheme(canvas);
    schedule();
  };
  const observer = new MutationObserver(retheme);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const systemTheme = matchMedia("(prefers-color-scheme: light)");
  systemTheme.addEventListener("change", retheme);
  document.addEventListener("visibilitychange", schedule);

  return {
    update(next) {
      spec = next;
      schedule();
    },
    destroy() {
      cancelAnimationFrame(frame);
      observer.disconnect();
      systemTheme.removeEventListener("change", retheme);
      document.removeEventListener("visibilitychange", schedule);
      chart.destroy();
    },
  };
}
