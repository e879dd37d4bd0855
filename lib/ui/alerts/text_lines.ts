const NAMED = /^\s*([^=\s]+)\s*=(.*)$/s;

/** Named texts as lines of `name=text`; line breaks and backslashes of a text are escaped. */
export function linesOf(texts: Readonly<Record<string, string>>): string {
  return Object.entries(texts)
    .map(([name, text]) => `${name}=${text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}`)
    .join("\n");
}

/** Lines of `name=text` read back; `wrong` is the first that is no such line, `null` when all are. */
export function readLines(
  lines: string,
): { texts: Record<string, string>; wrong: string | null } {
  const texts: Record<string, string> = {};
  for (const line of lines.split(/\r?\n/)) {
    if (line.trim() === "") continue;
    const [, name, text] = NAMED.exec(line) ?? [];
    if (name === undefined || text === undefined) return { texts, wrong: line.trim() };
    texts[name] = text.trim().replace(/\\(.)/g, (_, mark) => mark === "n" ? "\n" : mark);
  }
  return { texts, wrong: null };
}
