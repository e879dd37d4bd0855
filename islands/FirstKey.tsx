import { useState } from "preact/hooks";
import type { Locale } from "@/lib/i18n/locale.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { CopyBlock } from "@/lib/ui/CopyBlock.tsx";

export interface FirstKeyProps {
  endpoint: string;
  locale: Locale;
}

function curlFor(endpoint: string, key: string): string {
  const event = {
    userId: "ana",
    type: "purchase",
    value: 42.5,
    metadata: { product: "Mug", region: "SP" },
  };
  return [
    `curl -X POST ${endpoint}`,
    `  -H "Authorization: Bearer ${key}"`,
    `  -H "Content-Type: application/json"`,
    `  -d '${JSON.stringify(event)}'`,
  ].join(" \\\n");
}

/** Makes a key that may only write events and shows the call that uses it. */
export function FirstKey({ endpoint, locale }: FirstKeyProps) {
  const texts = messagesFor(locale);
  const [key, setKey] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);

  const create = async () => {
    const response = await fetch("/api/v1/api-keys", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "first-webhook", scopes: ["events:write"] }),
    }).catch(() => null);
    setFailed(response?.ok !== true);
    if (response?.ok) setKey((await response.json()).key);
  };

  return (
    <>
      <CopyBlock text={curlFor(endpoint, key ?? "vg_…")} locale={locale} />
      {key === null
        ? (
          <button type="button" class="button button-primary needs-script" onClick={create}>
            {texts.onboarding.makeKey}
          </button>
        )
        : <p class="muted" role="status">{texts.onboarding.curlHelp}</p>}
      {failed && <p class="field-error" role="alert">{texts.chart.failed}</p>}
    </>
  );
}
