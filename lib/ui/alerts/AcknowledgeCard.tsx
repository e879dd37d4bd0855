import type { AcknowledgeView } from "../../alerts/routing/acknowledgements.ts";
import type { State } from "../../define.ts";
import { formatterFor } from "../../i18n/format.ts";
import { messagesFor } from "../../i18n/messages.ts";
import { Icon } from "../icons.tsx";

export interface AcknowledgeCardProps {
  token: string;
  view: AcknowledgeView;
  state: State;
  /** What stands as name for whoever was not signed in. */
  byLink: string;
}

const STATES = { critical: "critical", warning: "warning", info: "off" } as const;

/** Where an acknowledge link leads: what it is about, and the button. Works without JavaScript. */
export function AcknowledgeCard({ token, view, state, byLink }: AcknowledgeCardProps) {
  const texts = messagesFor(state.locale).acknowledge;
  const format = formatterFor(state.locale, "USD", state.timeZone);
  return (
    <main class="centered">
      <div class="card auth-card" data-acknowledge={view.state}>
        <div class="auth-head">
          <div class="brand">
            <Icon name="lookout" size={22} />
            <span class="brand-name">Vigia</span>
          </div>
        </div>
        {view.state === "invalid" && <Message title={texts.invalid} text={texts.invalidLead} />}
        {view.state === "expired" && <Message title={texts.expired} text={texts.expiredLead} />}
        {view.state === "over" && <Message title={texts.over} text={texts.overLead} />}
        {view.state === "acknowledged" && (
          <Message
            title={texts.done}
            text={texts.doneBy(
              view.acknowledgedBy === byLink ? texts.byLink : view.acknowledgedBy ?? "",
              format.dateTime(view.acknowledgedAt ?? 0),
            )}
          />
        )}
        {view.state === "open" && <Message title={texts.title} text={texts.lead} />}
        {"alerts" in view && view.alerts.length > 0 && (
          <ul class="acknowledge-list">
            {view.alerts.map(({ name, severity, since }) => (
              <li key={name + since}>
                <span class="badge" data-state={STATES[severity]}>{severity}</span> {name}{" "}
                <span class="muted">{texts.since(format.dateTime(since))}</span>
              </li>
            ))}
          </ul>
        )}
        {view.state === "open"
          ? (
            <form method="post" action="/alerts/acknowledge">
              <input type="hidden" name="token" value={token} />
              <button type="submit" class="button button-primary button-block">
                {texts.button}
              </button>
            </form>
          )
          : (
            <p>
              <a href="/">{texts.open}</a>
            </p>
          )}
      </div>
    </main>
  );
}

function Message({ title, text }: { title: string; text: string }) {
  return (
    <>
      <h1>{title}</h1>
      <p class="muted">{text}</p>
    </>
  );
}
