import { useEffect, useRef } from "preact/hooks";
import type { Messages } from "../../i18n/messages.ts";
import { Icon } from "../icons.tsx";
import type { Toast } from "./toasts.ts";

export interface ToastCardProps {
  toast: Toast;
  texts: Messages["presence"];
  onDismiss(alertId: string): void;
}

const FIRED_MS = 15_000;
const ENDED_MS = 6_000;

/** One note. It goes by itself unless it is critical, and stays while it is pointed at or focused. */
export function ToastCard({ toast: { kind, alert }, texts, onDismiss }: ToastCardProps) {
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (kind === "fired" && alert.severity === "critical") return;
    const timer = setInterval(() => {
      const isRead = document.hidden || card.current?.matches(":hover, :focus-within");
      if (!isRead) onDismiss(alert.id);
    }, kind === "ended" ? ENDED_MS : FIRED_MS);
    return () => clearInterval(timer);
  }, [kind]);
  return (
    <div
      ref={card}
      class="toast"
      data-toast={kind}
      data-severity={kind === "fired" ? alert.severity : "over"}
    >
      <Icon name="alerts" />
      <div class="toast-text">
        <p class="toast-kind">{kind === "ended" ? texts.ended : texts.fired[alert.severity]}</p>
        <a href={`/alerts#alert-${alert.id}`}>{alert.alertname}</a>
        {kind === "fired" && alert.summary !== "" && <p class="toast-summary">{alert.summary}</p>}
      </div>
      <button
        type="button"
        class="button button-ghost button-icon"
        aria-label={texts.dismiss(alert.alertname)}
        onClick={() => onDismiss(alert.id)}
      >
        <Icon name="close" size={16} />
      </button>
    </div>
  );
}
