import type { PublicImport } from "../../../expenses/import/import_record.ts";
import type { Formatter } from "../../../i18n/format.ts";
import type { Messages } from "../../../i18n/messages.ts";
import { Link } from "../../Link.tsx";

export interface ImportProgressProps {
  record: PublicImport;
  texts: Messages["imports"];
  format: Formatter;
}

/** How far an accepted import is. */
export function ImportProgress({ record, texts, format }: ImportProgressProps) {
  const { state, stored, rows, fileName } = record;
  const isDone = state === "done";
  return (
    <section class="card card-body import-progress" aria-label={texts.title}>
      <h2>{fileName ?? texts.title}</h2>
      <p class="notice" data-state="ok" role="status">{isDone ? texts.done : texts.running}</p>
      <progress max={rows} value={stored} aria-label={texts.title} />
      <p>{texts.progress(format.count(stored), format.count(rows))}</p>
      <p class="muted">{texts.history}</p>
      <p class="import-actions">
        <Link class="button button-primary" href="/expenses">{texts.back}</Link>
        <Link class="button" href="/expenses/import">{texts.drop}</Link>
      </p>
    </section>
  );
}
