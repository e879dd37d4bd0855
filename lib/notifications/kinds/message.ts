import type { Message } from "../message_composer.ts";

const MARKS = { firing: "🔴", resolved: "🟢", info: "ℹ️" } as const;

/** Title, text and link as plain text, at most so many characters. */
export function plainMessage(message: Message, maxCharacters: number): string {
  const { status, title, text, url } = message;
  const links = message.alerts.flatMap(({ acknowledgeUrl }) => acknowledgeUrl ?? []);
  const tail = [url, ...links.slice(0, 1)].filter((part) => part !== null);
  const end = tail.length === 0 ? "" : `\n${tail.join("\n")}`;
  const whole = [`${MARKS[status]} ${title}`, text].filter((part) => part !== "").join("\n");
  return cutText(whole, maxCharacters - end.length) + end;
}

/** At most so many UTF-16 units, never half a character. */
export function cutText(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  return `${text.slice(0, Math.max(0, maxCharacters - 1)).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
