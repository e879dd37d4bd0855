import { type Chapter, chapterAnchor } from "../../openapi/chapters.ts";
import type { Messages } from "../../i18n/messages.ts";

export interface ReferenceNavigationProps {
  chapters: readonly Chapter[];
  guides: readonly { id: string; title: string }[];
  texts: Messages["docs"];
}

/** Contents of the page: guides, chapters and their calls. On phones the chapters alone, in a row. */
export function ReferenceNavigation({ chapters, guides, texts }: ReferenceNavigationProps) {
  return (
    <nav class="docs-nav" aria-label={texts.contents} tabIndex={0}>
      <ul>
        {guides.map(({ id, title }) => (
          <li key={id}>
            <a class="docs-nav-chapter" href={`#${id}`}>{title}</a>
          </li>
        ))}
        {chapters.map(({ name, calls }) => (
          <li key={name}>
            <a class="docs-nav-chapter" href={`#${chapterAnchor(name)}`} lang="en">{name}</a>
            <ul>
              {calls.map(({ method, operation }) => (
                <li key={operation.operationId}>
                  <a class="docs-nav-call" href={`#${operation.operationId}`}>
                    <span class="method" data-method={method}>{method}</span>
                    <span lang="en">{operation.summary}</span>
                  </a>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </nav>
  );
}
