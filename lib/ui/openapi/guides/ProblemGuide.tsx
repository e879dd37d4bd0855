import type { OpenApiDocument } from "../../../openapi/openapi_types.ts";
import { STANDARD_PROBLEMS } from "../../../openapi/problem_schemas.ts";
import { schemaRows } from "../../../openapi/schema_rows.ts";
import type { Messages } from "../../../i18n/messages.ts";
import { CodeBlock } from "../CodeBlock.tsx";
import { exampleText } from "../content_text.ts";
import { FieldTable } from "../FieldTable.tsx";
import { InlineText, Paragraphs } from "../InlineText.tsx";
import { Guide } from "./Guide.tsx";

export interface ProblemGuideProps {
  id: string;
  title: string;
  document: OpenApiDocument;
  texts: Messages["docs"];
}

const TYPE = "application/problem+json";
const TEXT =
  `Whatever a call refuses or fails at, it answers with \`${TYPE}\` (RFC 9457). Programs go \
by the status; \`detail\` is for people and says what to do. With 422, \`errors\` names each wrong \
field, all at once. With 429 and 503 wait as many seconds as \`Retry-After\` says, then ask again.`;

/** What refusals look like and what each status means. */
export function ProblemGuide({ id, title, document, texts }: ProblemGuideProps) {
  const { schemas, responses } = document.components;
  const invalid = responses.InvalidInput?.content?.[TYPE];
  const example = invalid === undefined ? null : exampleText(TYPE, invalid);
  return (
    <Guide id={id} title={title}>
      <Paragraphs text={TEXT} />
      <FieldTable
        caption="Problem"
        rows={schemaRows(schemas.Problem ?? {}, schemas)}
        texts={texts}
        mark="optional"
      />
      {example !== null && <CodeBlock label={`${texts.example}: 422`} text={example} />}
      <dl class="definition">
        {Object.entries(STANDARD_PROBLEMS).map(([status, { description }]) => (
          <>
            <dt class="status">{status}</dt>
            <dd>
              <InlineText text={description} />
            </dd>
          </>
        ))}
      </dl>
    </Guide>
  );
}
