import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { FiringProps } from "@/islands/AlertBadge.tsx";
import { frameMessagesFor } from "@/lib/i18n/frame_messages.ts";
import { FiringWatch } from "@/lib/ui/presence/firing_watch.ts";
import { ToastCard } from "@/lib/ui/presence/ToastCard.tsx";
import { NO_TOASTS, type Toast, withoutToast } from "@/lib/ui/presence/toasts.ts";

/** Says on every page when an alert fires or is over, and keeps the count of those that fire. */
export function AlertToasts({ firing, locale }: FiringProps) {
  const texts = frameMessagesFor(locale).presence;
  const stack = useSignal(NO_TOASTS);
  const box = useRef<HTMLElement>(null);

  const dismiss = (alertId: string) => {
    const hadFocus = box.current?.contains(document.activeElement) === true;
    stack.value = withoutToast(stack.peek(), alertId);
    if (!hadFocus) return;
    // Whoever works by keyboard goes on with the next note, or with the page.
    requestAnimationFrame(() => {
      const next = box.current?.querySelector("button") ?? document.getElementById("content");
      next?.focus();
    });
  };
  useEffect(() => new FiringWatch(firing, stack).start(), []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const [newest] = stack.peek().toasts;
      if (event.key !== "Escape" || event.defaultPrevented || newest === undefined) return;
      if (document.querySelector("dialog[open]") === null) dismiss(newest.alert.id);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  const { toasts, more } = stack.value;
  const cards = (kind: Toast["kind"]) =>
    toasts.filter((toast) => toast.kind === kind).map((toast) => (
      <ToastCard key={toast.alert.id} toast={toast} texts={texts} onDismiss={dismiss} />
    ));
  // Each region reads out only what is added to it; one interrupts, the other waits.
  return (
    <section class="toasts" ref={box} aria-label={texts.label}>
      <div role="alert" aria-atomic="false">{cards("fired")}</div>
      <div role="status" aria-atomic="false">{cards("ended")}</div>
      {more > 0 && <a class="button toasts-more" href="/alerts">{texts.more(more)}</a>}
    </section>
  );
}
