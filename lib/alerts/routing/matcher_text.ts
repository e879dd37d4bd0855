import type { Matcher } from "./matcher.ts";

/** `severity="critical"`, as people read and write it. */
export function formatMatcher({ label, op, value }: Matcher): string {
  return `${label}${op}${JSON.stringify(value)}`;
}

const WRITTEN = /^\s*([^=!~\s]+)\s*(=~|!~|!=|=)\s*(.*?)\s*$/;

/** Reads `severity="critical"` or `severity=critical`; `null` when it is neither. */
export function parseMatcher(text: string): Matcher | null {
  const match = WRITTEN.exec(text);
  if (match === null) return null;
  const [, label, op, written] = match;
  const isQuoted = written!.length >= 2 && written!.startsWith('"') && written!.endsWith('"');
  let value = written!;
  try {
    if (isQuoted) value = String(JSON.parse(written!));
  } catch {
    return null;
  }
  return { label: label!, op: op as Matcher["op"], value };
}
