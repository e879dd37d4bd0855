import { useRef, useState } from "preact/hooks";
import type { Locale } from "../i18n/locale.ts";
import { messagesFor } from "../i18n/messages.ts";

export interface CopyBlockProps {
  text: string;
  locale: Locale;
}

const SAID_MS = 2500;

/** Text in a box with a button that copies it; where a page may not, it selects the text instead. */
export function CopyBlock({ text, locale }: CopyBlockProps) {
  const texts = messagesFor(locale).onboarding;
  const box = useRef<HTMLPreElement>(null);
  const [said, setSaid] = useState("");
  const onClick = async () => {
    // Without HTTPS browsers keep the clipboard to themselves.
    const isCopied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
    if (isCopied !== true && box.current !== null) getSelection()?.selectAllChildren(box.current);
    setSaid(isCopied === true ? texts.copied : texts.copyByHand);
    setTimeout(() => setSaid(""), SAID_MS);
  };
  return (
    <div class="copy-block">
      <pre ref={box} tabIndex={0}><code>{text}</code></pre>
      <div class="copy-block-action">
        <span class="muted" role="status">{said}</span>
        <button type="button" class="button needs-script" onClick={onClick}>{texts.copy}</button>
      </div>
    </div>
  );
}
