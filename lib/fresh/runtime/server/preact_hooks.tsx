import { type ComponentChildren, Fragment, h } from "preact";
import { BUILD_ID } from "@fresh/build-id";
import {
  activeLinkProps,
  CLIENT_NAV_ATTR,
  clientNavValue,
  DATA_FRESH_KEY,
  lockAssetProps,
} from "../shared_internal.ts";
import { beforeDiff, type InternalVNode } from "../vnode_internals.ts";
import { BodyEnd } from "./body_end.tsx";
import { HeadExtras, processHeadTag } from "./head_tags.tsx";
import { enclosingBoundary, wrapIsland } from "./islands.tsx";
import { activeState, type RenderState, startsPass } from "./render_state.ts";

export { RenderState, withRenderState } from "./render_state.ts";

/**
 * Type and props of vnodes before a render changed them. A vnode may be a module constant that
 * every request renders, and must not keep the nonce or the island marker of an earlier one.
 */
const pristine = new WeakMap<InternalVNode, Pick<InternalVNode, "type" | "props">>();

beforeDiff((vnode) => {
  const saved = pristine.get(vnode);
  if (saved !== undefined) {
    vnode.type = saved.type;
    vnode.props = saved.props;
  }
  const state = activeState();
  if (state === null) return;
  if (startsPass(vnode)) vnode.__m = [`p${state.passes}`, 0];

  const { type, props } = vnode;
  if (typeof type === "function") {
    const island = state.buildCache.islandRegistry.get(type);
    if (island !== undefined) wrapIsland(state, vnode, island);
  } else if (typeof type === "string") {
    processElement(state, vnode);
  }
  if (vnode.type !== type || vnode.props !== props) pristine.set(vnode, { type, props });
});

function processElement(state: RenderState, vnode: InternalVNode): void {
  processHeadTag(state, vnode);
  switch (vnode.type) {
    case "html":
      state.renderedHtmlTag = true;
      break;
    case "head":
      state.renderedHtmlHead = true;
      appendChild(vnode, <HeadExtras />);
      break;
    case "body":
      // The boot script goes to the end of the outermost document only.
      if (!state.renderedHtmlBody) appendChild(vnode, <BodyEnd />);
      state.renderedHtmlBody = true;
      break;
    case "script":
    case "style":
      if (!vnode.props.nonce) vnode.props = { ...vnode.props, nonce: state.nonce };
      break;
    case "img":
    case "source":
      vnode.props = lockAssetProps(vnode.props, BUILD_ID);
      break;
    case "a": {
      const active = activeLinkProps(vnode.props, state.ctx.url);
      if (active !== null) vnode.props = { ...vnode.props, ...active };
      break;
    }
  }

  const clientNav = vnode.props[CLIENT_NAV_ATTR];
  if (clientNav !== undefined && clientNav !== null) {
    const value = clientNavValue(clientNav);
    if (value === "true") state.clientNav = true;
    vnode.props = { ...vnode.props, [CLIENT_NAV_ATTR]: value };
  }
  // The browser turns the HTML of a slot back into vnodes and needs their keys for that.
  if (vnode.key !== null && vnode.key !== undefined && enclosingBoundary(vnode) === "slot") {
    vnode.props = { ...vnode.props, [DATA_FRESH_KEY]: String(vnode.key) };
  }
}

function appendChild(vnode: InternalVNode, child: ComponentChildren): void {
  const { dangerouslySetInnerHTML, children, ...props } = vnode.props as {
    dangerouslySetInnerHTML?: { __html: string };
    children?: ComponentChildren;
  };
  const content = dangerouslySetInnerHTML === undefined
    ? children
    // Raw HTML would hide the added child; as a template part it can stand beside it.
    : h(Fragment, { tpl: [dangerouslySetInnerHTML.__html] } as Record<string, unknown>);
  vnode.props = { ...props, children: [content, child] };
}
