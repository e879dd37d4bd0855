import type { Signal } from "@preact/signals";
import { countOf, type FiringAlerts, worstOf } from "@/lib/alerts/firing_alerts.ts";
import type { Locale } from "@/lib/i18n/locale.ts";
import { frameMessagesFor } from "@/lib/i18n/frame_messages.ts";

export interface FiringProps {
  firing: Signal<FiringAlerts | null>;
  locale: Locale;
}

const MOST = 99;

/** How many alerts fire, in the colour of the worst; nothing when none does. */
export function AlertBadge({ firing, locale }: FiringProps) {
  const now = firing.value;
  const worst = now === null ? null : worstOf(now);
  if (now === null || worst === null) return null;
  const count = countOf(now);
  return (
    <span class="count-badge" data-severity={worst} data-alert-count={count}>
      <span aria-hidden="true">{count > MOST ? `${MOST}+` : count}</span>
      <span class="visually-hidden">{frameMessagesFor(locale).presence.firing(count, worst)}</span>
    </span>
  );
}
