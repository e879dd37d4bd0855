import type { State } from "../../define.ts";
import { writeLimits } from "../../expenses/approval_limits.ts";
import type { PublicSettings } from "../../expenses/expense_settings.ts";
import { formatterFor } from "../../i18n/format.ts";
import { messagesFor } from "../../i18n/messages.ts";
import { FormField } from "../FormField.tsx";
import { Link } from "../Link.tsx";
import { Shell } from "../Shell.tsx";

export interface SettingsPageProps {
  state: State;
  url: URL;
  settings: PublicSettings;
  /** What was sent and refused. */
  given: string | null;
  isSaved: boolean;
}

/** What expenses are judged by, for administrators. */
export function SettingsPage({ state, url, settings, given, isSaved }: SettingsPageProps) {
  const { locale, services, timeZone } = state;
  const { expenses: texts, imports } = messagesFor(locale);
  const format = formatterFor(locale, services.config.displayCurrency, timeZone);
  const { approvalLimits, by, updatedAt } = settings;
  return (
    <Shell state={state} url={url} title={texts.settings}>
      <div class="page-head">
        <p class="muted import-explain">{texts.limitsExplain}</p>
        <Link class="button" href="/expenses">{imports.back}</Link>
      </div>
      {isSaved && <p class="notice page-head" data-state="ok" role="status">{texts.limitsSaved}</p>}
      <form class="card card-body settings-form" method="post" action="/expenses/settings">
        <FormField
          id="limits"
          name="limits"
          type="lines"
          label={texts.limits}
          help={texts.limitsHelp}
          optional=""
          value={given ?? writeLimits(approvalLimits, locale)}
          error={given === null ? undefined : texts.limitsWrong}
        />
        {updatedAt !== null && (
          <p class="muted">{texts.limitsBy(by ?? "", format.dateTime(updatedAt))}</p>
        )}
        <div>
          <button type="submit" class="button button-primary">{texts.saveSettings}</button>
        </div>
      </form>
    </Shell>
  );
}
