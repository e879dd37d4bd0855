import type { State } from "../../define.ts";
import { messagesFor } from "../../i18n/messages.ts";
import { chapterAnchor, chaptersOf } from "../../openapi/chapters.ts";
import type { OpenApiDocument } from "../../openapi/openapi_types.ts";
import { Shell } from "../Shell.tsx";
import { CallCard } from "./CallCard.tsx";
import { BasicsGuide } from "./guides/BasicsGuide.tsx";
import { LiveGuide } from "./guides/LiveGuide.tsx";
import { ProblemGuide } from "./guides/ProblemGuide.tsx";
import { SignatureGuide } from "./guides/SignatureGuide.tsx";
import { InlineText } from "./InlineText.tsx";
import { ReferenceNavigation } from "./ReferenceNavigation.tsx";

export interface ReferencePageProps {
  state: State;
  url: URL;
  document: OpenApiDocument;
}

/** The API for people: guides first, then every call of the document. */
export function ReferencePage({ state, url, document }: ReferencePageProps) {
  const texts = messagesFor(state.locale).docs;
  const serverUrl = document.servers[0]?.url ?? url.origin;
  const chapters = chaptersOf(document);
  const guides = [
    { id: "basics", title: texts.basics },
    { id: "problems", title: texts.problems },
    { id: "signatures", title: texts.signatures },
    { id: "live-protocol", title: texts.liveProtocol },
  ];
  return (
    <Shell state={state} url={url} title={texts.title}>
      <div class="docs">
        <ReferenceNavigation chapters={chapters} guides={guides} texts={texts} />
        <div class="docs-content">
          <BasicsGuide id="basics" title={texts.basics} document={document} texts={texts} />
          <ProblemGuide id="problems" title={texts.problems} document={document} texts={texts} />
          <SignatureGuide id="signatures" title={texts.signatures} serverUrl={serverUrl} />
          <LiveGuide id="live-protocol" title={texts.liveProtocol} serverUrl={serverUrl} />
          {chapters.map(({ name, description, calls }) => (
            <section key={name} class="chapter" aria-labelledby={chapterAnchor(name)}>
              <h2 id={chapterAnchor(name)} lang="en">{name}</h2>
              <p class="muted">
                <InlineText text={description} />
              </p>
              {calls.map((call) => (
                <CallCard
                  key={call.operation.operationId}
                  call={call}
                  document={document}
                  serverUrl={serverUrl}
                  texts={texts}
                />
              ))}
            </section>
          ))}
        </div>
      </div>
    </Shell>
  );
}
