import type { Signal } from "@preact/signals";
import { followTopics } from "../../live/follow_topics.ts";

/** Keeps the number of unread notices current; what is returned ends it. */
export function watchUnread(count: Signal<number | null>): () => void {
  return followTopics({
    topics: ["notices"],
    gatherMs: 250,
    isCurrent: count.peek() !== null,
    async read() {
      const response = await fetch("/api/v1/notices/unread").catch(() => null);
      // Without an answer the last number stays; the next look is at most a minute away.
      if (response?.ok === true) count.value = (await response.json()).unread;
    },
  });
}
