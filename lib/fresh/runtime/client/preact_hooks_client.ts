import { BUILD_ID } from "@fresh/build-id";
import { HEAD_TAGS, isInsideHead } from "../head.ts";
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
  if (typeof vnode.type !== "string") return;
  if (HEAD_TAGS.has(vnode.type) && isInsideHead(vnode)) {
    vnode.props = { tag: vnode.type, tagKey: vnode.key, tagProps: vnode.props };
    vnode.type = HeadTag;
    return;
  }
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
