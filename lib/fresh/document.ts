/** The parts of a rendered document. */
export interface DocumentParts {
  /** The opening `<html>` tag, or `null`. */
  htmlTag: string | null;
  /** The whole `<head>` element, or `null`. */
  head: string | null;
  /** What follows, without the closing `</html>` of a document that has the opening tag. */
  rest: string;
  /** Whether `rest` starts with the `<body>` element. */
  hasBody: boolean;
}

const HTML_TAG = tagPattern("html");
const HEAD_TAG = tagPattern("head");
const BODY_TAG = tagPattern("body");

/**
 * Finds out which parts of a document a rendered string has. Only the start is looked at, where
 * these elements must be; text or scripts further on that mention them do not count.
 */
export function splitDocument(html: string): DocumentParts {
  let rest = html;
  const htmlTag = rest.match(HTML_TAG)?.[0] ?? null;
  if (htmlTag !== null) rest = rest.slice(htmlTag.length).replace(/<\/html>\s*$/, "");

  let head: string | null = null;
  if (HEAD_TAG.test(rest)) {
    const close = rest.indexOf("</head>");
    const end = close === -1 ? rest.length : close + "</head>".length;
    head = rest.slice(0, end);
    rest = rest.slice(end);
  }
  return { htmlTag, head, rest, hasBody: BODY_TAG.test(rest) };
}

/** An opening tag at the start, after comments and white space; attributes may hold `>`. */
function tagPattern(name: string): RegExp {
  return new RegExp(
    `^(?:\\s|<!--(?:(?!-->)[^])*-->)*<${name}(?:\\s+(?:"[^"]*"|[^">])*)?>`,
  );
}
