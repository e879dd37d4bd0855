import { type ComponentType, h, render, type VNode } from "preact";
import { computed, signal } from "@preact/signals";
import { parse, type Parsers } from "../../jsonify/parse.ts";
import type { InternalVNode } from "../vnode_internals.ts";
import { createRangeRoot } from "./dom_range_root.ts";
import { indexPage, type IslandRange, type PageIndex } from "./page_index.ts";
import { SlotRef, slotToVNode } from "./slots.ts";

// deno-lint-ignore no-explicit-any -- islands have any props
export type IslandRegistry = Record<string, ComponentType<any>>;

interface IslandEntry {
  props: Record<string, unknown>;
}

const PARSERS: Parsers = {
  Signal: (value: unknown) => signal(value),
  Computed: (value: unknown) => computed(() => value),
  Slot: ({ id, name }: { id: number; name: string }) => new SlotRef(id, name),
};

/**
 * Entry point of every page with islands: finds their markers, and renders each with its props
 * into the HTML that the server sent.
 */
export function boot(islands: IslandRegistry, wire: string): void {
  const entries = parse<IslandEntry[]>(wire, PARSERS);
  const page = indexPage(document.body);
  for (const root of page.roots) {
    schedule(() => revive(root, islands, entries, page));
  }
}

/** Renders one island in place. */
export function revive(
  range: IslandRange,
  islands: IslandRegistry,
  entries: readonly IslandEntry[],
  page: PageIndex,
): void {
  const { start, end, name } = range;
  const parent = start.parentNode;
  if (parent === null || end === null || end.parentNode !== parent) {
    // deno-lint-ignore no-console -- for the developer; the rest of the page goes on
    console.error(
      `Island "${name}" is not interactive because of invalid HTML nesting: the browser moved ` +
        `its end to another element. Look for a block element inside <p>, or a form in a form.`,
    );
    return;
  }
  const vnode = toVNode(range, islands, entries, page);
  if (vnode === null) return;
  removeInnerMarkers(start, end);
  render(vnode, createRangeRoot(start, end, parent));
}

function toVNode(
  range: IslandRange,
  islands: IslandRegistry,
  entries: readonly IslandEntry[],
  page: PageIndex,
): VNode | null {
  const component = islands[range.name];
  const entry = entries[range.propsIndex];
  if (component === undefined || entry === undefined) return null;

  const props: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(entry.props)) {
    props[name] = value instanceof SlotRef
      ? slotToVNode(value, page, (start) => {
        const inner = page.islands.get(start);
        return inner === undefined ? null : toVNode(inner, islands, entries, page);
      })
      : value;
  }
  if (range.key !== "") props.key = range.key;
  const vnode = h(component, props);
  // The same prefix as on the server, so that ids from `useId` agree.
  (vnode as unknown as InternalVNode).__m = [`i${range.propsIndex}`, 0];
  return vnode;
}

/** Comments inside the island have done their duty and would only be in Preact's way. */
function removeInnerMarkers(start: Comment, end: Comment): void {
  const inner: Comment[] = [];
  const walker = document.createTreeWalker(start.getRootNode(), NodeFilter.SHOW_COMMENT);
  walker.currentNode = start;
  for (let node = walker.nextNode(); node !== null && node !== end; node = walker.nextNode()) {
    inner.push(node as Comment);
  }
  for (const comment of inner) comment.remove();
}

interface TaskScheduler {
  postTask?(task: () => void): Promise<void>;
}

/** One task per island keeps the page responsive while a large one renders. */
function schedule(task: () => void): void {
  const scheduler = (globalThis as { scheduler?: TaskScheduler }).scheduler;
  if (scheduler?.postTask === undefined) setTimeout(task, 0);
  else scheduler.postTask(task);
}
