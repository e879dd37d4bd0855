import { type ComponentChildren, Fragment, h, isValidElement, toChildArray } from "preact";
import { BUILD_ID } from "@fresh/build-id";
import { Head, HEAD_TAGS } from "../head.ts";
import {
  activeLinkProps,
  CLIENT_NAV_ATTR,
  clientNavValue,
  lockAssetProps,
} from "../shared_internal.ts";
import { beforeDiff, type InternalVNode } from "../vnode_internals.ts";
import { HeadTag } from "./head_tag.ts";

// The server gives these elements extra attributes. An island that renders them again must come
// to the same result, or Preact would take the attributes away.
beforeDiff((vnode) => {
  if (vnode.type === Head) {
    vnode.props = { children: toHeadTags(vnode.props.children as ComponentChildren) };
    return;
  }
  if (typeof vnode.type !== "string") return;
  if (vnode.type === "a") markActive(vnode);
  if (vnode.type === "img" || vnode.type === "source") {
    vnode.props = lockAssetProps(vnode.props, BUILD_ID);
  }
  const clientNav = vnode.props[CLIENT_NAV_ATTR];
  if (clientNav !== undefined && clientNav !== null) {
    vnode.props = { ...vnode.props, [CLIENT_NAV_ATTR]: clientNavValue(clientNav) };
  }
});

function markActive(vnode: InternalVNode): void {
  const active = activeLinkProps(vnode.props, location);
  if (active !== null) vnode.props = { ...vnode.props, ...active };
}

/** The children of `Head` with its tags replaced by what maintains them in `<head>`. */
function toHeadTags(children: ComponentChildren): ComponentChildren {
  return toChildArray(children).map((child) => {
    if (!isValidElement(child)) return child;
    const { type, key, props } = child;
    if (type === Fragment) return h(Fragment, { key }, toHeadTags(props.children));
    if (typeof type !== "string" || !HEAD_TAGS.has(type)) return child;
    return h(HeadTag, { key, tag: type, tagKey: key, tagProps: props as Record<string, unknown> });
  });
}
