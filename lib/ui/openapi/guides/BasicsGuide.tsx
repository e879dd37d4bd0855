import type { OpenApiDocument, SecurityScheme } from "../../../openapi/openapi_types.ts";
import type { Messages } from "../../../i18n/messages.ts";
import { CodeBlock } from "../CodeBlock.tsx";
import { InlineText, Paragraphs } from "../InlineText.tsx";
import { Guide } from "./Guide.tsx";

export interface BasicsGuideProps {
  id: string;
  title: string;
  document: OpenApiDocument;
  texts: Messages["docs"];
}

const SCHEME_NAMES: Readonly<Record<string, string>> = {
  accessToken: "Access token",
  apiKey: "API key",
  cookie: "Session cookie",
  webhookSignature: "Signature",
};

function headerOf(scheme: SecurityScheme): string {
  if (scheme.type === "http") {
    return `Authorization: Bearer ${scheme.bearerFormat === "JWT" ? "eyJ…" : scheme.bearerFormat}`;
  }
  return scheme.in === "cookie" ? `Cookie: ${scheme.name}=…` : `${scheme.name}: v1,…`;
}

/** Address, conventions and the ways to say who calls. */
export function BasicsGuide({ id, title, document, texts }: BasicsGuideProps) {
  const { info, servers, components } = document;
  const serverUrl = servers[0]?.url ?? "";
  return (
    <Guide id={id} title={title}>
      <Paragraphs text={info.description} />
      <p class="docs-facts">
        <code>{serverUrl}</code>
        <span class="muted">{info.title} {info.version}</span>
        <a href="/openapi.json">{texts.document}</a>
      </p>
      <dl class="definition">
        {Object.entries(components.securitySchemes).map(([name, scheme]) => (
          <>
            <dt lang="en">{SCHEME_NAMES[name] ?? name}</dt>
            <dd>
              <code>{headerOf(scheme)}</code>
              <br />
              <InlineText text={scheme.description} />
            </dd>
          </>
        ))}
      </dl>
      <CodeBlock
        label={texts.example}
        isCommand
        text={`export VIGIA_KEY='vg_…'\ncurl '${serverUrl}/api/v1/events?limit=5' -H "Authorization: Bearer $VIGIA_KEY"`}
      />
    </Guide>
  );
}
