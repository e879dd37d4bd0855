import { type ComponentType, Fragment, h, isValidElement, type VNode } from "preact";
import type { Island } from "../../build_cache.ts";
import {
  ISLAND_END_MARKER,
  ISLAND_MARKER,
  SLOT_END_MARKER,
  SLOT_MARKER,
  slotTemplateId,
} from "../shared_internal.ts";
import { fromAncestors, type InternalVNode } from "../vnode_internals.ts";
import { activeState, type RenderState, type Slot } from "./render_state.ts";
import { isSignal } from "./signal_shape.ts";

/** An HTML comment; preact-render-to-string knows it by this prop of a Fragment. */
function comment(text: string): VNode {
  return h(Fragment, { UNSTABLE_comment: text } as Record<string, unknown>);
}

interface BoundaryProps {
  // deno-lint-ignore no-explicit-any
  component: ComponentType<any>;
  componentProps: Record<string, unknown>;
  marker: string;
  propsIndex: number;
}

/** An island with the comments by which the browser finds it. */
function IslandBoundary({ component, componentProps, marker, propsIndex }: BoundaryProps) {
  const vnode = h(component, componentProps) as InternalVNode & VNode;
  // Every island is a Preact root of its own in the browser. Without a prefix per root their
  // `useId` ids would repeat.
  vnode.__m = [`i${propsIndex}`, 0];
  return (
    <>
      {comment(marker)}
      {vnode}
      {comment(ISLAND_END_MARKER)}
    </>
  );
}

/** The place where an island renders JSX that it was given. */
export function SlotContent({ slot }: { slot: Slot }) {
  slot.rendered = true;
  return (
    <>
      {comment(`${SLOT_MARKER}${slot.id}:${slot.name}`)}
      {slot.children}
      {comment(SLOT_END_MARKER)}
    </>
  );
}

/**
 * Slots that their islands have not rendered, kept in templates for when they do. Rendering a
 * template can add islands with further unrendered slots, hence the recursion.
 */
export function SlotTemplates() {
  const slots = activeState()?.takeUnrenderedSlots() ?? [];
  if (slots.length === 0) return null;
  return (
    <>
      {slots.map((slot) => (
        <template id={slotTemplateId(slot.id, slot.name)}>
          <SlotContent slot={slot} />
        </template>
      ))}
      <SlotTemplates />
    </>
  );
}

/** The boundary that the element belongs to: `undefined` when it is part of the plain page. */
export function enclosingBoundary(vnode: InternalVNode): "island" | "slot" | undefined {
  return fromAncestors(vnode, ({ type }) => {
    if (type === IslandBoundary) return "island";
    return type === SlotContent ? "slot" : undefined;
  });
}

function isSlotValue(name: string, value: unknown): boolean {
  if (isSignal(value)) return false;
  if (name !== "children") return isValidElement(value);
  if (value === null || value === undefined || typeof value === "boolean") return false;
  // A function cannot be rendered here; the serializer explains that.
  return typeof value !== "function";
}

/**
 * Turns the vnode of an island into its boundary: JSX props become slots, the rest is queued for
 * the browser. An island inside another island's own output is left alone, since the outer one
 * renders it in the browser as well.
 */
export function wrapIsland(state: RenderState, vnode: InternalVNode, island: Island): void {
  if (enclosingBoundary(vnode) === "island") return;

  const props: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(vnode.props)) {
    if (!isSlotValue(name, value)) {
      props[name] = value;
      continue;
    }
    const slot: Slot = {
      id: state.slots.length,
      name,
      children: value as VNode,
      rendered: false,
    };
    state.slots.push(slot);
    props[name] = h(SlotContent, { slot });
  }

  const propsIndex = state.islandProps.length;
  state.islandProps.push({ slots: [], props });
  state.islandNames.push(island.name);
  state.islands.add(island);

  const key = vnode.key === null || vnode.key === undefined
    ? ""
    : String(vnode.key).replaceAll(":", "_");
  const boundary: BoundaryProps = {
    component: vnode.type as ComponentType,
    componentProps: props,
    marker: `${ISLAND_MARKER}${island.name}:${propsIndex}:${key}`,
    propsIndex,
  };
  vnode.type = IslandBoundary;
  vnode.props = { ...boundary };
}
