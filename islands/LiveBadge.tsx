import { useEffect, useState } from "preact/hooks";
import { dashboardMessagesFor } from "@/lib/i18n/dashboard_messages.ts";
import type { ConnectionState } from "@/lib/live/client.ts";
import { DashboardController } from "@/lib/ui/dashboard/controller.ts";
import type { DashboardProps } from "@/lib/ui/dashboard/view.ts";

const TONES: Record<ConnectionState["kind"], string> = {
  connecting: "unknown",
  live: "ok",
  reconnecting: "warning",
  polling: "warning",
  offline: "critical",
  denied: "critical",
};

/** Says in words how the page gets its data, and keeps the dashboard's state current meanwhile. */
export function LiveBadge({ view, locale }: DashboardProps) {
  const texts = dashboardMessagesFor(locale).connection;
  const state = view.connection.value;
  const [now, setNow] = useState(0);

  useEffect(() => {
    const controller = new DashboardController(view);
    controller.start();
    return () => controller.stop();
  }, []);
  useEffect(() => {
    if (state.kind !== "reconnecting") return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [state.kind]);

  const words = state.kind === "reconnecting"
    ? texts.reconnecting(Math.max(0, Math.ceil((state.retryAt - now) / 1000)))
    : texts[state.kind];
  return (
    <span class="badge needs-script" data-state={TONES[state.kind]} data-connection={state.kind}>
      <span aria-hidden="true">{words}</span>
      {/* Announced once per change of kind, not at every second of the countdown. */}
      <span class="visually-hidden" role="status">
        {state.kind === "reconnecting" ? texts.connecting : texts[state.kind]}
      </span>
    </span>
  );
}
