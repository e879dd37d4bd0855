import { useState } from "preact/hooks";

export interface CopyBlockProps {
  text: string;
  copy: string;
  copied: string;
}

/** Text in a box with a button that copies it. */
export function CopyBlock({ text, copy, copied }: CopyBlockProps) {
  const [done, setDone] = useState(false);
  const onClick = async () => {
    await navigator.clipboard.writeText(text);
    setDone(true);
    setTimeout(() => setDone(false), 2000);
  };
  return (
    <div class="copy-block">
      <pre tabIndex={0}><code>{text}</code></pre>
      <button type="button" class="button" onClick={onClick} aria-live="polite">
        {done ? copied : copy}
      </button>
    </div>
  );
}
