import type { Signal } from "@preact/signals";
import { useEffect, useId, useState } from "preact/hooks";

export interface CounterProps {
  id: string;
  count: Signal<number>;
}

export function Counter({ id, count }: CounterProps) {
  const [isReady, setReady] = useState(false);
  const labelId = useId();
  useEffect(() => setReady(true), []);
  return (
    <div id={id} class={isReady ? "ready" : "static"}>
      <output aria-labelledby={labelId}>{count}</output>
      <button id={labelId} type="button" onClick={() => count.value++}>more</button>
      <a href="/">home</a>
    </div>
  );
}
