import type { ComponentChildren } from "preact";
import { LiveRefresh, type LiveRefreshProps } from "@/islands/LiveRefresh.tsx";

export interface LivePartProps extends LiveRefreshProps {
  class?: string;
  children: ComponentChildren;
}

/**
 * A part of a page that stays current: when one of its topics speaks, the browser asks for the page
 * again and takes this part from it, so that the server's markup is the only one. No islands in it.
 */
export function LivePart({ part, topics, locale, class: className, children }: LivePartProps) {
  return (
    <>
      <LiveRefresh part={part} topics={topics} locale={locale} />
      <div id={part} class={className} tabIndex={-1}>{children}</div>
    </>
  );
}
