import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

export interface ToggleProps {
  id: string;
  isOpen?: boolean;
  aside?: ComponentChildren;
  children?: ComponentChildren;
}

/** Shows what it is given while it is open. */
export default function Toggle({ id, isOpen = false, aside, children }: ToggleProps) {
  const [open, setOpen] = useState(isOpen);
  const [isReady, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  return (
    <section id={id} class={isReady ? "ready" : "static"}>
      <button type="button" onClick={() => setOpen(!open)}>toggle</button>
      {open ? <div class="content">{children}</div> : null}
      {open ? <aside>{aside}</aside> : null}
    </section>
  );
}
