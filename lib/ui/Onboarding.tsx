import { FirstEvent } from "@/islands/FirstEvent.tsx";
import { FirstKey } from "@/islands/FirstKey.tsx";
import { LoadSample } from "@/islands/LoadSample.tsx";
import { isAllowed } from "../auth/permissions.ts";
import type { State } from "../define.ts";
import { messagesFor } from "../i18n/messages.ts";

/** What an empty Vigia shows: the call that posts the first event, ready to copy, and sample data. */
export function Onboarding({ state, url }: { state: State; url: URL }) {
  const texts = messagesFor(state.locale).onboarding;
  const endpoint = `${state.services.config.publicUrl ?? url.origin}/webhook/event`;
  const maySend = isAllowed(state.principal, "api-keys:manage");
  const mayLoad = isAllowed(state.principal, "events:write");
  return (
    <section class="card onboarding">
      <h2>{texts.title}</h2>
      <p class="muted">{maySend || mayLoad ? texts.lead : texts.leadReader}</p>
      {maySend && (
        <div class="onboarding-step">
          <h3>{texts.curl}</h3>
          <FirstKey endpoint={endpoint} locale={state.locale} />
        </div>
      )}
      {mayLoad && (
        <div class="onboarding-step">
          <h3>{texts.sample}</h3>
          <p class="muted">{texts.sampleHelp}</p>
          <LoadSample locale={state.locale} />
        </div>
      )}
      <FirstEvent text={texts.waiting} />
    </section>
  );
}
