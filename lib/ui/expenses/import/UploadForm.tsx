import type { Messages } from "../../../i18n/messages.ts";

export interface UploadFormProps {
  fault: "nothing" | "gone" | undefined;
  texts: Messages["imports"];
}

const EXAMPLE = "Data;Usuário;Categoria;Estabelecimento;Valor\n31/01/2026;ana;Viagem;Táxi;1.234,56";

/** A file to choose, or text to paste. */
export function UploadForm({ fault, texts }: UploadFormProps) {
  return (
    <form
      class="card card-body import-upload"
      method="post"
      action="/expenses/import"
      encType="multipart/form-data"
    >
      {fault !== undefined && <p class="notice" data-state="warning" role="alert">{texts[fault]}
      </p>}
      <div class="field">
        <label for="import-file">{texts.file}</label>
        <input
          class="input import-file"
          id="import-file"
          name="file"
          type="file"
          accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
        />
      </div>
      <div class="field">
        <label for="import-text">{texts.paste}</label>
        <textarea
          class="input text-area import-text"
          id="import-text"
          name="text"
          rows={8}
          spellcheck={false}
          placeholder={EXAMPLE}
        />
      </div>
      <div>
        <button type="submit" class="button button-primary">{texts.read}</button>
      </div>
    </form>
  );
}
