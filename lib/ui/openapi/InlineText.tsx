import { Fragment } from "preact";

/** One paragraph of the document's CommonMark: text with `code` in it. It is always English. */
export function InlineText({ text }: { text: string }) {
  const parts = text.split("`");
  return (
    <span lang="en">
      {parts.map((part, index) => (
        <Fragment key={index}>{index % 2 === 1 ? <code>{part}</code> : part}</Fragment>
      ))}
    </span>
  );
}

/** Several paragraphs, separated by blank lines. */
export function Paragraphs({ text }: { text: string }) {
  return (
    <>
      {text.split("\n\n").map((paragraph) => (
        <p key={paragraph}>
          <InlineText text={paragraph} />
        </p>
      ))}
    </>
  );
}
