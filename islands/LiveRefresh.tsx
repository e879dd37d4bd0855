import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Locale } from "@/lib/i18n/locale.ts";
import { frameMessagesFor } from "@/lib/i18n/frame_messages.ts";
import type { Topic } from "@/lib/live/topics.ts";
import { Icon } from "@/lib/ui/icons.tsx";
import { PartRefresher } from "@/lib/ui/live_part/part_refresher.ts";

export interface LiveRefreshProps {
  /** Id of the element whose content is kept current. */
  part: string;
  topics: readonly Topic[];
  locale: Locale;
  /** Whether nothing is awaited that may come before the page listens. Default true. */
  isCurrent?: boolean;
}

/** Keeps a part of the page current, and offers what came while somebody is in it. */
export function LiveRefresh({ part, topics, locale, isCurrent = true }: LiveRefreshProps) {
  const texts = frameMessagesFor(locale).presence;
  const waiting = useSignal(0);
  const refresher = useRef<PartRefresher | null>(null);
  useEffect(() => {
    refresher.current = new PartRefresher(part, topics, waiting, isCurrent);
    return refresher.current.start();
  }, []);
  return (
    <div class="live-changes" role="status" data-live-part={part}>
      {waiting.value > 0 && (
        <button
          type="button"
          class="button"
          onClick={() => refresher.current?.showNow()}
        >
          <Icon name="up" size={14} /> {texts.changes(waiting.value)}
        </button>
      )}
    </div>
  );
}
