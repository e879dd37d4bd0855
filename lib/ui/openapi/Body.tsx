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

export interface ContentProps extends Shared {
  type: string;
  content: MediaTypeObject;
  /** Bodies that are sent show their fields without being asked. */
  isRequest?: boolean;
}

/** A body of one media type: what it is, and its fields to unfold. */
export function Content({ type, content, schemas, texts, isRequest = false }: ContentProps) {
  const { schema } = content;
  const rows = schemaRows(schema, schemas);
  const line = (
    <>
      <code>{type}</code>{" "}
      <span class="muted" lang="en">{schema.description ?? typeText(schema)}</span>
    </>
  );
  if (rows.length === 0) return <p class="content-type">{line}</p>;
  return (
    <details class="content-type" open={isRequest}>
      <summary>{line}</summary>
      <FieldTable
        caption={typeText(schema)}
        rows={rows}
        texts={texts}
        mark={isRequest ? "required" : "optional"}
      />
    </details>
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
        <Content
          key={type}
          type={type}
          content={content}
          schemas={schemas}
          texts={texts}
          isRequest
        />
      ))}
    </section>
  );
}
