import { createContext } from "preact";
import { useContext, useEffect, useRef } from "preact/hooks";
import type { ChartHandle, ChartSpec } from "./chart_adapter.ts";

/** Told by a canvas when the code that draws could not be fetched. */
export const ChartFailure = createContext<() => void>(() => {});

export interface ChartCanvasProps {
  spec: ChartSpec;
  /** Accessible name and one sentence that says what the chart shows. */
  label: string;
}

/** A canvas drawn by Chart.js, which is fetched only in the browser and only when a chart is shown. */
export function ChartCanvas({ spec, label }: ChartCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const handle = useRef<ChartHandle | null>(null);
  const latest = useRef(spec);
  const onFailure = useContext(ChartFailure);
  latest.current = spec;

  useEffect(() => {
    let gone = false;
    import("./chart_adapter.ts").then(({ createChart }) => {
      if (gone || canvas.current === null) return;
      handle.current = createChart(canvas.current, latest.current);
      canvas.current.dataset.ready = "true";
    }).catch(onFailure);
    return () => {
      gone = true;
      handle.current?.destroy();
      handle.current = null;
    };
  }, []);
  useEffect(() => handle.current?.update(spec));

  return <canvas ref={canvas} role="img" aria-label={label} />;
}
