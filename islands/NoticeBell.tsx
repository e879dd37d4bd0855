import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Locale } from "@/lib/i18n/locale.ts";
import { frameMessagesFor } from "@/lib/i18n/frame_messages.ts";
import { Icon } from "@/lib/ui/icons.tsx";
import { watchUnread } from "@/lib/ui/presence/unread_watch.ts";

export interface NoticeBellProps {
  /** `null` when it is not known yet. */
  unread: number | null;
  locale: Locale;
}

const MOST = 99;

/** The way to the notices, with the number of those that were not read. */
export function NoticeBell({ unread, locale }: NoticeBellProps) {
  const texts = frameMessagesFor(locale).presence;
  const count = useSignal(unread);
  useEffect(() => watchUnread(count), []);
  const shown = count.value ?? 0;
  const label = texts.notices(shown);
  return (
    <a
      class="button button-ghost button-icon notice-bell"
      href="/notices"
      title={label}
      aria-current="false"
      data-unread={shown}
    >
      <Icon name="notices" />
      <span class="visually-hidden">{label}</span>
      {shown > 0 && (
        <span class="count-badge" aria-hidden="true">{shown > MOST ? `${MOST}+` : shown}</span>
      )}
    </a>
  );
}
