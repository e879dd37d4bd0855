import { useState } from "preact/hooks";
import type { RoutePreview } from "../../alerts/routing/preview.ts";
import { channelWords, type RoutingWords } from "./routing_words.ts";

export interface RoutePreviewFormProps {
  words: RoutingWords;
  /** Said when the server does not answer. */
  failed: string;
}

const EXAMPLE = "alertname=ErrorSpike\nseverity=critical";

/** Labels by name, of lines such as `severity=critical`. */
function parseLabels(text: string): Record<string, string> {
  const lines = text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  return Object.fromEntries(lines.map((line) => {
    const end = line.indexOf("=");
    return end < 0 ? [line, ""] : [line.slice(0, end).trim(), line.slice(end + 1).trim()];
  }));
}

/** Asks who would be told of an alert with given labels. */
export function RoutePreviewForm({ words, failed }: RoutePreviewFormProps) {
  const { texts } = words;
  const [routes, setRoutes] = useState<RoutePreview[]>([]);
  const [problem, setProblem] = useState("");
  const ask = async (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const response = await fetch("/api/v1/alert-routing/preview", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ labels: parseLabels(String(data.get("labels"))) }),
    }).catch(() => null);
    if (response?.ok) {
      setRoutes((await response.json()).routes);
      setProblem("");
      return;
    }
    setRoutes([]);
    const body = response?.status === 422 ? await response.json() : null;
    setProblem(body?.errors?.[0]?.message ?? failed);
  };
  return (
    <section class="card card-body" aria-labelledby="preview">
      <h2 id="preview">{texts.preview}</h2>
      <form method="post" class="needs-script" onSubmit={ask}>
        <div class="field">
          <label for="preview-labels">{texts.previewLabels}</label>
          <textarea
            class="input text-area"
            id="preview-labels"
            name="labels"
            spellcheck={false}
            defaultValue={EXAMPLE}
            aria-describedby="preview-help"
          />
          <span class="field-help" id="preview-help">{texts.previewHelp}</span>
        </div>
        <button type="submit" class="button">{texts.ask}</button>
      </form>
      <div role="status" class="form-status" data-preview>
        {problem !== "" && <p class="field-error">{problem}</p>}
        {routes.map(({ route, channels, groupLabels, suppressedBy }) => (
          <dl key={route} class="definition">
            <div>
              <dt>{texts.route}</dt>
              <dd>{route === "default" ? texts.default : route}</dd>
            </div>
            <div>
              <dt>{texts.told}</dt>
              <dd>{channelWords(channels, words)}</dd>
            </div>
            <div>
              <dt>{texts.group}</dt>
              <dd class="mono">
                {Object.entries(groupLabels).map(([name, value]) =>
                  `${name}=${value}`
                ).join(", ")}
              </dd>
            </div>
            <div>
              <dt>{texts.now}</dt>
              <dd>
                {suppressedBy === null ? texts.wouldBeTold : texts.suppressed[suppressedBy]}
              </dd>
            </div>
          </dl>
        ))}
      </div>
    </section>
  );
}
