export interface CodeBlockProps {
  label: string;
  text: string;
  /** One click selects all of it, ready to be copied. */
  isCommand?: boolean;
}

/** Text as it stands, in a box of its own that scrolls. */
export function CodeBlock({ label, text, isCommand = false }: CodeBlockProps) {
  return (
    <figure class="code">
      <figcaption>{label}</figcaption>
      <pre class={isCommand ? "code-command" : undefined} tabIndex={0}>
        <code lang="en">{text}</code>
      </pre>
    </figure>
  );
}
