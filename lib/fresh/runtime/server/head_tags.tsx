import { type ComponentChildren, Fragment, h } from "preact";
import { Head, HEAD_TAGS, isSingularRelation } from "../head.ts";
import { fromAncestors, type InternalVNode } from "../vnode_internals.ts";
import { activeState, type HeadTag, type RenderState } from "./render_state.ts";

/** Props that say what a tag contains, not which tag it is. */
const CONTENT_PROPS = new Set(["children", "nonce", "ref", "key"]);

/** Elements whose text tells two tags without attributes apart. */
const TEXT_IS_IDENTITY = new Set(["style", "script", "noscript", "template"]);

function textOf(children: unknown): string {
  if (Array.isArray(children)) return children.map(textOf).join("");
  return typeof children === "string" || typeof children === "number" ? String(children) : "";
}

/**
 * Identity of a head tag: two tags with the same identity are the same tag with new content.
 * Its key if it has one; otherwise the element and its attributes without those that are
 * content (the `content` of a meta, the URL of a link of which there is only one).
 */
export function headIdentity(
  type: string,
  key: unknown,
  props: Record<string, unknown>,
): string {
  if (key !== null && key !== undefined) return `${type}#${String(key)}`;
  if (type === "title") return type;

  const parts: string[] = [];
  for (const name of Object.keys(props).sort()) {
    if (CONTENT_PROPS.has(name)) continue;
    if (type === "meta" && name === "content") continue;
    if (type === "link" && name === "href" && isSingularRelation(props.rel)) continue;
    const value = props[name];
    parts.push(`${name}=${typeof value === "object" ? JSON.stringify(value) : String(value)}`);
  }
  if (parts.length === 0 && TEXT_IS_IDENTITY.has(type)) parts.push(textOf(props.children));
  return `${type}|${parts.join("|")}`;
}

function withDataKey(tag: Pick<HeadTag, "key" | "props">): Record<string, unknown> {
  if (tag.key === null || tag.key === undefined) return tag.props;
  return { ...tag.props, "data-key": String(tag.key) };
}

function isInside(vnode: InternalVNode, container: InternalVNode["type"]): boolean {
  return fromAncestors(vnode, ({ type }) => type === container || undefined) ?? false;
}

/** Collects tags written inside `Head`, and puts them in the place of those they replace. */
export function processHeadTag(state: RenderState, vnode: InternalVNode): void {
  const type = vnode.type as string;
  if (!HEAD_TAGS.has(type)) return;

  if (isInside(vnode, Head)) {
    const identity = headIdentity(type, vnode.key, vnode.props);
    state.headTags.set(identity, { type, props: vnode.props, key: vnode.key, placed: false });
    vnode.type = Fragment;
    vnode.props = { children: null };
    return;
  }
  if (!isInside(vnode, "head")) return;

  const collected = state.headTags.get(headIdentity(type, vnode.key, vnode.props));
  if (collected === undefined || collected.placed) {
    vnode.props = withDataKey({ key: vnode.key, props: vnode.props });
    return;
  }
  collected.placed = true;
  vnode.props = withDataKey(collected);
}

/** Last child of `<head>`: collected tags that replaced none, and stylesheets. */
export function HeadExtras() {
  const state = activeState();
  if (state === null) return null;
  const tags = [...state.headTags.values()].filter((tag) => !tag.placed);
  for (const tag of tags) tag.placed = true;
  return (
    <>
      {tags.map((tag) => h(tag.type, withDataKey(tag)))}
      {stylesheetLinks(state)}
    </>
  );
}

/** Links to the stylesheets that the islands rendered so far need. */
export function stylesheetLinks(state: RenderState): ComponentChildren {
  return state.takeStyles().map((href) => h("link", { rel: "stylesheet", href: state.url(href) }));
}
