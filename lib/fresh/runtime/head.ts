import { type ComponentChildren, Fragment, h, type VNode } from "preact";

export interface HeadProps {
  children?: ComponentChildren;
}

/** Elements that `Head` moves into `<head>`. */
export const HEAD_TAGS: ReadonlySet<unknown> = new Set([
  "title",
  "meta",
  "link",
  "script",
  "style",
  "base",
  "noscript",
  "template",
]);

/**
 * Puts its tags into the document's `<head>`, from any page, layout or island. A tag with the
 * same key, `id`, meta name or singular link relation as an existing one replaces it. In an island
 * the tags must be written directly inside; the browser does not look into components.
 */
export function Head({ children }: HeadProps): VNode {
  return h(Fragment, null, children);
}

/**
 * Link relations of which a document has one. Of the others (`stylesheet`, `preload`,
 * `alternate` …) it may have many, which their URL tells apart.
 */
const SINGULAR_RELATIONS = new Set(["canonical", "icon", "manifest", "next", "prev", "amphtml"]);

export function isSingularRelation(rel: unknown): boolean {
  return typeof rel === "string" && SINGULAR_RELATIONS.has(rel);
}
