import type { Signal } from "@preact/signals";
import { readLive } from "../../live/page_live.ts";

/** A burst of notices is counted once. */
const GATHER_MS = 250;
/** Also for what another instance of Vigia stores. */
const RECONCILE_MS = 60_000;

/** Keeps the number of unread notices current; what is returned ends it. */
export function watchUnread(count: Signal<number | null>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isKnown = count.peek() !== null;
  const load = async () => {
    const response = await fetch("/api/v1/notices/unread").catch(() => null);
    // Without an answer the last number stays; the next look is at most a minute away.
    if (response?.ok === true) count.value = (await response.json()).unread;
  };
  const loadSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void load(), GATHER_MS);
  };
  const leave = readLive({
    topics: ["notices"],
    onMessage: loadSoon,
    onGap: loadSoon,
    onState: ({ kind }) => {
      if (kind === "live" && !isKnown) loadSoon();
      // After a cut it is not known.
      isKnown = kind === "connecting" && isKnown;
    },
  });
  const regularly = setInterval(loadSoon, RECONCILE_MS);
  document.addEventListener("visibilitychange", loadSoon);
  return () => {
    leave();
    clearTimeout(timer);
    clearInterval(regularly);
    document.removeEventListener("visibilitychange", loadSoon);
  };
}
