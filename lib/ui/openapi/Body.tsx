import type {
  Components,
  MediaTypeObject,
  RequestBodyObject,
} from "../../openapi/openapi_types.ts";
import { schemaRows, typeText } from "../../openapi/schema_rows.ts";
import type { Messages } from "../../i18n/messages.ts";
import { FieldTable } from "./FieldTable.tsx";
import { InlineText } from "./InlineText.tsx";

interface Shared {
  schemas: Components["schemas"];
  texts: Messages["docs"];
}

/** A body of one media type: what it is, and its fields. */
export function Content({ type, content, schemas, texts }: Shared & {
  type: string;
  content: MediaTypeObject;
}) {
  const { schema } = content;
  return (
    <>
      <p class="content-type">
        <code>{type}</code>
        <span class="muted" lang="en">{typeText(schema)}</span>
      </p>
      {schema.description !== undefined && (
        <p>
          <InlineText text={schema.description} />
        </p>
      )}
      <FieldTable caption={typeText(schema)} rows={schemaRows(schema, schemas)} texts={texts} />
    </>
  );
}

/** What a call takes. */
export function Body({ body, schemas, texts }: Shared & { body: RequestBodyObject }) {
  return (
    <section class="call-part">
      <h4>{texts.body}</h4>
      <p>
        <InlineText text={body.description} />
      </p>
      {Object.entries(body.content).map(([type, content]) => (
        <Content key={type} type={type} content={content} schemas={schemas} texts={texts} />
      ))}
    </section>
  );
}
