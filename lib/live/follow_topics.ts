import type { LiveMessage } from "./client.ts";
import { readLive } from "./page_live.ts";
import type { Topic } from "./topics.ts";

/** Also for the words of "2 min ago", and for what another instance of Vigia does. */
const RECONCILE_MS = 60_000;

export interface FollowOptions {
  topics: readonly Topic[];
  /** What comes within this time is read once. */
  gatherMs: number;
  /** Whether what is shown is as new as the page, so that the first connection is no reason to read. */
  isCurrent: boolean;
  onMessage?(message: LiveMessage): void;
  read(): Promise<void>;
}

/**
 * Reads a part of a page anew when its topics speak, after a gap or a cut, when the page comes to the
 * front, and every minute; what is returned ends it. Browser only.
 */
export function followTopics(options: FollowOptions): () => void {
  const { topics, gatherMs, onMessage, read } = options;
  let { isCurrent } = options;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const readSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!document.hidden) void read();
    }, gatherMs);
  };
  const leave = readLive({
    topics,
    onMessage: (message) => {
      onMessage?.(message);
      readSoon();
    },
    onGap: readSoon,
    onState: ({ kind }) => {
      if (kind === "live" && !isCurrent) readSoon();
      // After a cut it is not known what was missed.
      isCurrent = kind === "live" || kind === "connecting" && isCurrent;
    },
  });
  const regularly = setInterval(readSoon, RECONCILE_MS);
  document.addEventListener("visibilitychange", readSoon);
  return () => {
    leave();
    clearTimeout(timer);
    clearInterval(regularly);
    document.removeEventListener("visibilitychange", readSoon);
  };
}
