import { useState } from "preact/hooks";
import type { Locale } from "@/lib/i18n/locale.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";

/** Fills an empty store with the synthetic shop, then shows the dashboard. */
export function LoadSample({ locale }: { locale: Locale }) {
  const texts = messagesFor(locale);
  const [state, setState] = useState<"idle" | "loading" | "failed">("idle");
  const load = async () => {
    if (state === "loading") return;
    setState("loading");
    const response = await fetch("/api/v1/sample-data", { method: "POST" }).catch(() => null);
    if (response?.ok) location.reload();
    else setState("failed");
  };
  return (
    <>
      <button
        type="button"
        class="button needs-script"
        onClick={load}
        aria-busy={state === "loading"}
      >
        {state === "loading" ? texts.onboarding.loading : texts.onboarding.load}
      </button>
      {state === "failed" && <p class="field-error" role="alert">{texts.chart.failed}</p>}
    </>
  );
}
