import type { State } from "../../../define.ts";
import type { ImportStep } from "../../../expenses/import/import_page.ts";
import { formatterFor } from "../../../i18n/format.ts";
import { messagesFor } from "../../../i18n/messages.ts";
import { Link } from "../../Link.tsx";
import { Shell } from "../../Shell.tsx";
import { ImportCheck } from "./ImportCheck.tsx";
import { ImportProgress } from "./ImportProgress.tsx";
import { UploadForm } from "./UploadForm.tsx";

export interface ImportPageProps {
  data: ImportStep;
  state: State;
  url: URL;
}

/** From a file to its rows in three steps: choose, check, import. Works without JavaScript. */
export function ImportPage({ data, state, url }: ImportPageProps) {
  const texts = messagesFor(state.locale);
  const format = formatterFor(state.locale, state.services.config.displayCurrency, state.timeZone);
  return (
    <Shell state={state} url={url} title={texts.imports.title}>
      <div class="page-head">
        <p class="muted import-explain">{texts.imports.explain}</p>
        <Link class="button" href="/expenses">{texts.imports.back}</Link>
      </div>
      {data.step === "choose"
        ? <UploadForm fault={data.fault} texts={texts.imports} />
        : data.step === "check"
        ? <ImportCheck {...data} texts={texts} format={format} />
        : <ImportProgress record={data.record} texts={texts.imports} format={format} />}
    </Shell>
  );
}
