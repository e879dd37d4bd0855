import type { Formatter } from "../../i18n/format.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { NoticeView } from "../../notifications/notice.ts";
import { Ago } from "../Ago.tsx";

export interface NoticeItemProps {
  notice: NoticeView;
  texts: Messages["notices"];
  format: Formatter;
}

const TONES = { critical: "critical", warning: "warning", info: "unknown" } as const;

/** One notice: what, since when, what follows from it. */
export function NoticeItem({ notice, texts, format }: NoticeItemProps) {
  const { id, status, severity, title, text, url, createdAt, isRead } = notice;
  const tone = status === "resolved" ? "ok" : TONES[severity];
  return (
    <li id={`notice-${id}`} class="notice-item" data-read={isRead ? "" : undefined}>
      <span class="badge" data-state={tone}>{texts.states[status]}</span>
      <div class="notice-words">
        <h3>
          {url !== null && /^https?:/.test(url) ? <a href={url}>{title}</a> : title}
          {!isRead && <span class="visually-hidden">({texts.unread})</span>}
        </h3>
        <p class="muted notice-text">{text}</p>
      </div>
      <Ago at={createdAt} format={format} class="muted" />
      {!isRead && (
        <form method="post" action="/notices">
          <button
            type="submit"
            class="button button-ghost"
            name="id"
            value={id}
            aria-label={texts.readName(title)}
          >
            {texts.read}
          </button>
        </form>
      )}
    </li>
  );
}
