import { refName } from "../../openapi/json_schema.ts";
import type {
  OpenApiDocument,
  OperationObject,
  ResponseObject,
} from "../../openapi/openapi_types.ts";
import type { Messages } from "../../i18n/messages.ts";
import { Content } from "./Body.tsx";
import { InlineText } from "./InlineText.tsx";

export interface AnswersProps {
  operation: OperationObject;
  document: OpenApiDocument;
  texts: Messages["docs"];
}

const RESPONSES = "#/components/responses/";

function responseOf(
  response: OperationObject["responses"][string],
  { components }: OpenApiDocument,
): ResponseObject {
  if (!("$ref" in response)) return response;
  const found = components.responses[response.$ref.slice(RESPONSES.length)];
  if (found === undefined) throw new Error(`The document has no ${response.$ref}`);
  return found;
}

/** Problems all look alike, so that only what else is answered needs a table. */
function isPlainProblem({ content = {} }: ResponseObject): boolean {
  const contents = Object.values(content);
  return contents.length > 0 &&
    contents.every(({ schema }) => refName(schema.$ref ?? "") === "Problem");
}

/** What a call answers: successes with their fields, then problems by status. */
export function Answers({ operation, document, texts }: AnswersProps) {
  const answers = Object.entries(operation.responses)
    .map(([status, response]) => ({ status, response: responseOf(response, document) }));
  const full = answers.filter(({ response }) => !isPlainProblem(response));
  const problems = answers.filter(({ response }) => isPlainProblem(response));
  return (
    <section class="call-part">
      <h4>{texts.answers}</h4>
      {full.map(({ status, response }) => (
        <div class="answer" key={status}>
          <p>
            <span class="status">{status}</span>
            <InlineText text={response.description} />
          </p>
          {Object.entries(response.content ?? {}).map(([type, content]) => (
            <Content
              key={type}
              type={type}
              content={content}
              schemas={document.components.schemas}
              texts={texts}
            />
          ))}
        </div>
      ))}
      {problems.length > 0 && (
        <details class="problems">
          <summary>
            {texts.problems} <span class="muted">{problems.map((p) => p.status).join(" ")}</span>
          </summary>
          <dl class="definition">
            {problems.map(({ status, response }) => (
              <>
                <dt class="status">{status}</dt>
                <dd>
                  <InlineText text={response.description} />
                </dd>
              </>
            ))}
          </dl>
        </details>
      )}
    </section>
  );
}
