import type { Signal } from "@preact/signals";
import { useRef, useState } from "preact/hooks";

export interface Hold<T> {
  /** What to show while it is held, else `null`. */
  held: T | null;
  /** Begins to hold for a reason, such as the pointer being inside. */
  begin(reason: string): void;
  /** That reason is gone; with the last one the newest is shown again. */
  end(reason: string): void;
  /** Shows the newest and holds that. */
  renew(): void;
  /** Shows the newest until a reason begins anew. */
  release(): void;
}

/** Keeps what a person reads as it is while there is a reason to think that he reads it. */
export function useHold<T>(newest: Signal<T>): Hold<T> {
  const [held, setHeld] = useState<T | null>(null);
  const reasons = useRef(new Set<string>());
  return {
    held,
    begin(reason) {
      reasons.current.add(reason);
      setHeld((current) => current ?? newest.peek());
    },
    end(reason) {
      reasons.current.delete(reason);
      if (reasons.current.size === 0) setHeld(null);
    },
    renew: () => setHeld(newest.peek()),
    release: () => setHeld(null),
  };
}
