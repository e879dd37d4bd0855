/** Longest text of an annotation. */
export const MAX_TEMPLATE_LENGTH = 1_000;
/** Longest text that a template may become. */
const MAX_RENDERED_LENGTH = 4_000;

/** What a template may name besides `labels.…`. */
export const TEMPLATE_NAMES = ["value", "base", "threshold", "window", "name", "severity"] as const;
export type TemplateName = typeof TEMPLATE_NAMES[number];

export type TemplateValues = Record<TemplateName, string> & { labels: Record<string, string> };

/** A template with placeholders read: text and names in turns. */
export type Template = readonly (string | { name: string })[];

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;
const LABEL_PREFIX = "labels.";

/**
 * Reads a template such as `{{value}} errors in {{labels.region}}`: placeholders and plain text,
 * nothing else, so that no template can run, fail or take long.
 */
export function parseTemplate(text: string): Template {
  const parts: (string | { name: string })[] = [];
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push({ name: (match[1] ?? "").trim() });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

/** What is wrong with a template, `null` when nothing is. `labels` are those that its alerts have. */
export function templateFault(text: string, labels: readonly string[]): string | null {
  const known = [...TEMPLATE_NAMES, ...labels.map((label) => `${LABEL_PREFIX}${label}`)];
  for (const part of parseTemplate(text)) {
    if (typeof part === "string") {
      if (/\{\{|\}\}/.test(part)) return "Has {{ or }} that belong to no placeholder";
    } else if (!known.includes(part.name)) {
      return `{{${part.name.slice(0, 40)}}} is not known; known are ${known.join(", ")}`;
    }
  }
  return null;
}

/** The text with every placeholder filled in; one without a value becomes nothing. */
export function renderTemplate(text: string, values: TemplateValues): string {
  return parseTemplate(text).map((part) => {
    if (typeof part === "string") return part;
    if (part.name.startsWith(LABEL_PREFIX)) {
      const label = part.name.slice(LABEL_PREFIX.length);
      return Object.hasOwn(values.labels, label) ? values.labels[label]! : "";
    }
    const name = TEMPLATE_NAMES.find((known) => known === part.name);
    return name === undefined ? "" : values[name];
  }).join("").slice(0, MAX_RENDERED_LENGTH);
}
