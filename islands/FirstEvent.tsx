import { useEffect } from "preact/hooks";

const LOOK_MS = 1000;

/** Waits for the first event of an empty store, then shows the dashboard. */
export function FirstEvent({ text }: { text: string }) {
  useEffect(() => {
    const timer = setInterval(async () => {
      if (document.hidden) return;
      const response = await fetch("/api/v1/events?limit=1").catch(() => null);
      if (response?.ok && (await response.json()).items.length > 0) location.reload();
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  return <p class="badge waiting" role="status">{text}</p>;
}
