import { useEffect, useRef, useState } from "preact/hooks";
import type { VersionedConfig } from "@/lib/alerts/routing/config_store.ts";
import { formatterFor } from "@/lib/i18n/format.ts";
import type { Locale } from "@/lib/i18n/locale.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { type NewRoute, RouteForm } from "@/lib/ui/alerts/RouteForm.tsx";
import { RoutePreviewForm } from "@/lib/ui/alerts/RoutePreviewForm.tsx";
import { RoutingSummary } from "@/lib/ui/alerts/RoutingSummary.tsx";
import type { NamedChannel, RoutingWords } from "@/lib/ui/alerts/routing_words.ts";

export interface AlertRoutesProps {
  saved: VersionedConfig;
  channels: NamedChannel[];
  mayManage: boolean;
  locale: Locale;
  timeZone: string;
}

interface Fault {
  path: string;
  message: string;
}

/** Shows, changes and tries the routing of alerts. */
export function AlertRoutes(props: AlertRoutesProps) {
  const all = messagesFor(props.locale);
  const texts = all.routing;
  const format = formatterFor(props.locale, "USD", props.timeZone);
  const [saved, setSaved] = useState(props.saved);
  const [faults, setFaults] = useState<Fault[]>([]);
  const [said, setSaid] = useState("");
  const json = useRef<HTMLTextAreaElement>(null);
  const faultBox = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (faults.length > 0) faultBox.current?.focus();
  }, [faults]);
  const words: RoutingWords = { texts, locale: props.locale, channels: props.channels };

  const put = async (config: unknown): Promise<boolean> => {
    setSaid("");
    const response = await fetch("/api/v1/alert-routing", {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ version: saved.version, config }),
    }).catch(() => null);
    if (response?.ok) {
      const next: VersionedConfig = await response.json();
      setSaved(next);
      setFaults([]);
      setSaid(texts.saved);
      if (json.current !== null) json.current.value = JSON.stringify(next.config, null, 2);
      return true;
    }
    const answer = response?.status === 422 ? await response.json() : {};
    const message = response?.status === 409 ? texts.conflict : all.chart.failed;
    setFaults(answer.errors ?? [{ path: "", message }]);
    return false;
  };
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    try {
      void put(JSON.parse(json.current?.value ?? ""));
    } catch (error) {
      const reason = error instanceof Error ? error.message : "";
      setFaults([{ path: "", message: texts.notJson(reason) }]);
    }
  };
  const add = (route: NewRoute) =>
    put({ ...saved.config, routes: [...saved.config.routes, route] });

  return (
    <div class="side-by-side side-by-side-end">
      <div class="stack">
        <RoutingSummary config={saved.config} words={words} />
        <p role="status">
          {said !== "" && <span class="badge" data-state="ok">{said}</span>}
        </p>
        <div id="routing-faults" role="alert" tabIndex={-1} ref={faultBox}>
          {faults.length > 0 && (
            <div class="notice form-error" data-state="critical">
              <strong>{texts.wrong}</strong>
              <ul>
                {faults.map(({ path, message }) => (
                  <li key={path}>
                    {path !== "" && <code class="mono">{path}</code>} {message}
                  </li>
                ))}
              </ul>
            </div>
          )}
        </div>
        {props.mayManage && <RouteForm words={words} onAdd={add} />}
        {props.mayManage && (
          <section class="card card-body" aria-labelledby="edit-routing">
            <h2 id="edit-routing">{texts.edit}</h2>
            <form method="post" class="needs-script" onSubmit={save}>
              <div class="field">
                <label for="routing-config">{texts.json}</label>
                <textarea
                  class="input text-area text-area-tall"
                  id="routing-config"
                  name="config"
                  ref={json}
                  spellcheck={false}
                  defaultValue={JSON.stringify(props.saved.config, null, 2)}
                  aria-invalid={faults.length === 0 ? undefined : "true"}
                  aria-describedby="routing-help routing-faults"
                />
                <span class="field-help" id="routing-help">{texts.editHelp}</span>
              </div>
              <button type="submit" class="button button-primary">{texts.save}</button>
            </form>
          </section>
        )}
      </div>
      <div class="stack">
        <RoutePreviewForm words={words} failed={all.chart.failed} />
        <section class="card card-body" aria-labelledby="channels">
          <h2 id="channels">{texts.channels}</h2>
          {props.channels.length === 0 && <p class="muted">{texts.noneYet}</p>}
          <dl class="definition">
            {props.channels.map(({ id, name, enabled }) => (
              <div key={id}>
                <dt>{enabled ? name : `${name} (${texts.off})`}</dt>
                <dd class="mono">{id}</dd>
              </div>
            ))}
          </dl>
        </section>
        <p class="muted">
          {saved.changedBy === null || saved.updatedAt === null
            ? texts.untouched
            : texts.changedBy(saved.changedBy, format.dateTime(saved.updatedAt))}
        </p>
      </div>
    </div>
  );
}
