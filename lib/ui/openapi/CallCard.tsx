import { type Call } from "../../openapi/chapters.ts";
import { curlOf } from "../../openapi/curl.ts";
import type { OpenApiDocument, ParameterObject } from "../../openapi/openapi_types.ts";
import { limitsOf, type SchemaRow, typeText } from "../../openapi/schema_rows.ts";
import type { Messages } from "../../i18n/messages.ts";
import { Answers } from "./Answers.tsx";
import { Body } from "./Body.tsx";
import { CodeBlock } from "./CodeBlock.tsx";
import { answerExample } from "./content_text.ts";
import { FieldTable } from "./FieldTable.tsx";
import { Paragraphs } from "./InlineText.tsx";

export interface CallCardProps {
  call: Call;
  document: OpenApiDocument;
  serverUrl: string;
  texts: Messages["docs"];
}

function parameterRow(parameter: ParameterObject): SchemaRow {
  const { name, schema, required, description } = parameter;
  const limits = limitsOf(schema);
  return { depth: 0, name, type: typeText(schema), isRequired: required, description, limits };
}

function permissionText(permission: string, texts: Messages["docs"]): string {
  if (permission === "public") return texts.anybody;
  if (permission === "session") return texts.signedIn;
  return permission === "webhook" ? texts.sender : permission;
}

/** One call: who may make it, what it takes and answers, and how that looks. */
export function CallCard({ call, document, serverUrl, texts }: CallCardProps) {
  const { method, path, operation } = call;
  const { schemas } = document.components;
  const permission = operation["x-permission"];
  const curl = curlOf(call, serverUrl);
  const example = answerExample(operation);
  const rowsIn = (place: ParameterObject["in"]) =>
    (operation.parameters ?? []).filter((parameter) => parameter.in === place).map(parameterRow);
  return (
    <article
      class="card call"
      id={operation.operationId}
      aria-labelledby={`${operation.operationId}-name`}
    >
      <header class="call-head">
        <h3 id={`${operation.operationId}-name`} lang="en">{operation.summary}</h3>
        <p class="call-line">
          <span class="method" data-method={method}>{method}</span>
          <code class="call-path">{path}</code>
        </p>
        <p class="call-permission">
          <span class="muted">{texts.permission}</span>
          <span class="tag">{permissionText(permission, texts)}</span>
        </p>
      </header>
      <div class="call-columns">
        <div class="call-text">
          {operation.description !== undefined && <Paragraphs text={operation.description} />}
          <FieldTable caption={texts.path} rows={rowsIn("path")} texts={texts} />
          <FieldTable caption={texts.query} rows={rowsIn("query")} texts={texts} />
          <FieldTable caption={texts.header} rows={rowsIn("header")} texts={texts} />
          {operation.requestBody !== undefined && (
            <Body body={operation.requestBody} schemas={schemas} texts={texts} />
          )}
          <Answers operation={operation} document={document} texts={texts} />
        </div>
        <div class="call-examples">
          {curl !== null && <CodeBlock label={texts.request} text={curl} isCommand />}
          {example !== null && (
            <CodeBlock label={`${texts.answer} ${example.status}`} text={example.text} />
          )}
        </div>
      </div>
    </article>
  );
}
