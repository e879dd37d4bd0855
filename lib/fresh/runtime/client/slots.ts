import { type ComponentChild, Fragment, h, type VNode } from "preact";
import { DATA_FRESH_KEY } from "../shared_internal.ts";
import type { PageIndex } from "./page_index.ts";

/** Stands in the props for JSX that the server sent as HTML. */
export class SlotRef {
  constructor(readonly id: number, readonly name: string) {}
}

/** Builds the vnode of an island from its marker. */
export type IslandFactory = (start: Comment) => VNode | null;

/** The HTML of a slot as JSX, so that its island can render it, move it or leave it out. */
export function slotToVNode(
  slot: SlotRef,
  page: PageIndex,
  toIsland: IslandFactory,
): VNode | null {
  const range = page.slots.get(slot.id);
  if (range === undefined) return null;
  const children = siblingsToVNodes(range.start.nextSibling, range.end, page, toIsland);
  return h(Fragment, null, children);
}

/** Vnodes of `first` and its following siblings up to `end`. */
function siblingsToVNodes(
  first: ChildNode | null,
  end: Node | null,
  page: PageIndex,
  toIsland: IslandFactory,
): ComponentChild[] {
  const vnodes: ComponentChild[] = [];
  for (let node = first; node !== null && node !== end; node = node.nextSibling) {
    if (node instanceof Text) {
      vnodes.push(node.data);
    } else if (node instanceof Element) {
      vnodes.push(elementToVNode(node, page, toIsland));
    } else if (node instanceof Comment) {
      const island = page.islands.get(node);
      if (island === undefined) continue;
      vnodes.push(toIsland(node));
      // The island renders what lies between its markers itself.
      if (island.end?.parentNode === node.parentNode) node = island.end!;
    }
  }
  return vnodes;
}

function elementToVNode(element: Element, page: PageIndex, toIsland: IslandFactory): VNode {
  const props: Record<string, unknown> = {};
  for (const { name, value } of element.attributes) {
    if (name === DATA_FRESH_KEY) props.key = value;
    else props[name] = attributeValue(element, name, value);
  }
  const children = siblingsToVNodes(element.firstChild, null, page, toIsland);
  return h<Record<string, unknown>>(element.localName, props, ...children);
}

/**
 * Preact sets properties where it can. A boolean property needs a boolean (`checked=""` would
 * switch it off), and takes what it is now, so that a form the user began to fill in stays.
 */
function attributeValue(element: Element, name: string, value: string): unknown {
  const current = (element as unknown as Record<string, unknown>)[name];
  if (typeof current === "boolean") return current;
  if (name === "value" && element instanceof HTMLInputElement) return element.value;
  return value;
}
