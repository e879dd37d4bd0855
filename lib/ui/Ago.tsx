import type { Formatter } from "../i18n/format.ts";

export interface AgoProps {
  /** ISO 8601. */
  at: string;
  format: Formatter;
  class?: string;
}

/** How long ago something was; the exact time on hover. */
export function Ago({ at, format, class: className }: AgoProps) {
  return (
    <time class={className} dateTime={at} title={format.dateTime(at)}>
      {format.relative(at, Date.now())}
    </time>
  );
}
