import { useState } from "preact/hooks";
import { parseMatcher } from "../../alerts/routing/matcher_text.ts";
import type { Matcher } from "../../alerts/routing/matcher.ts";
import type { RoutingWords } from "./routing_words.ts";

/** A route with what the form asks for; the rest comes from the default. */
export interface NewRoute {
  name: string;
  matchers: Matcher[];
  channels?: string[];
  continue: boolean;
}

export interface RouteFormProps {
  words: RoutingWords;
  /** Saves it; whether that was done. */
  onAdd: (route: NewRoute) => Promise<boolean>;
}

/** Adds a route below the others. */
export function RouteForm({ words: { texts, channels }, onAdd }: RouteFormProps) {
  const [problem, setProblem] = useState("");
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const data = new FormData(form);
    const lines = String(data.get("matchers")).split("\n").filter((line) => line.trim() !== "");
    const read = lines.map((line) => ({ line, matcher: parseMatcher(line) }));
    const wrong = read.find(({ matcher }) => matcher === null);
    if (wrong !== undefined) return setProblem(texts.noMatcher(wrong.line));
    setProblem("");
    const told = data.getAll("channels").map(String);
    const isSaved = await onAdd({
      name: String(data.get("name")),
      matchers: read.flatMap(({ matcher }) => matcher ?? []),
      ...(told.length > 0 && { channels: told }),
      continue: data.has("continue"),
    });
    if (isSaved) form.reset();
  };
  return (
    <section class="card card-body" aria-labelledby="add-route">
      <h2 id="add-route">{texts.addRoute}</h2>
      <form method="post" class="needs-script" onSubmit={submit}>
        <div class="field">
          <label for="route-name">{texts.name}</label>
          <input class="input" id="route-name" name="name" required maxLength={60} />
        </div>
        <div class="field">
          <label for="route-matchers">{texts.matchers}</label>
          <textarea
            class="input text-area"
            id="route-matchers"
            name="matchers"
            required
            spellcheck={false}
            aria-invalid={problem === "" ? undefined : "true"}
            aria-describedby="route-matchers-help route-matchers-error"
          />
          <span class="field-help" id="route-matchers-help">{texts.matchersHelp}</span>
          <span class="field-error" id="route-matchers-error">{problem}</span>
        </div>
        {channels.length > 0 && (
          <fieldset class="field scopes">
            <legend class="field-label">{texts.tells}</legend>
            {channels.map(({ id, name, enabled }) => (
              <label key={id} class="scope">
                <input type="checkbox" name="channels" value={id} />
                <span>{enabled ? name : `${name} (${texts.off})`}</span>
              </label>
            ))}
          </fieldset>
        )}
        <fieldset class="field scopes">
          <legend class="field-label">{texts.afterwards}</legend>
          <label class="scope">
            <input type="checkbox" name="continue" />
            <span>{texts.continues}</span>
          </label>
        </fieldset>
        <button type="submit" class="button">{texts.addRoute}</button>
      </form>
    </section>
  );
}
