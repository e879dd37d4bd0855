import {
  ISLAND_END_MARKER,
  ISLAND_MARKER,
  SLOT_END_MARKER,
  SLOT_MARKER,
} from "../shared_internal.ts";

/** A pair of marker comments; `end` is `null` when the document lost the closing one. */
export interface MarkedRange {
  readonly start: Comment;
  end: Comment | null;
}

/** An island as the server marked it. */
export interface IslandRange extends MarkedRange {
  readonly name: string;
  /** Index into the list of props. */
  readonly propsIndex: number;
  readonly key: string;
}

export interface PageIndex {
  /** Islands that are not inside another one: each becomes a Preact root. */
  readonly roots: IslandRange[];
  /** All islands by their opening comment, those inside slots included. */
  readonly islands: Map<Comment, IslandRange>;
  /** Rendered slots and templates of unrendered ones, by slot id. */
  readonly slots: Map<number, MarkedRange>;
}

/** Finds all markers below `root` and in the templates that hold unrendered slots. */
export function indexPage(root: Node): PageIndex {
  const index: PageIndex = { roots: [], islands: new Map(), slots: new Map() };
  scan(root, index, true);
  return index;
}

function scan(root: Node, index: PageIndex, isPage: boolean): void {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT | NodeFilter.SHOW_ELEMENT);
  const open: MarkedRange[] = [];
  let openIslands = 0;
  const templates: HTMLTemplateElement[] = [];

  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node instanceof HTMLTemplateElement) {
      if (node.id.startsWith("frsh-")) templates.push(node);
      continue;
    }
    if (!(node instanceof Comment)) continue;
    const text = node.data;
    if (text.startsWith(ISLAND_MARKER)) {
      const range = islandRange(node);
      index.islands.set(node, range);
      if (isPage && openIslands === 0) index.roots.push(range);
      open.push(range);
      openIslands++;
    } else if (text.startsWith(SLOT_MARKER)) {
      const range: MarkedRange = { start: node, end: null };
      const id = Number(text.slice(SLOT_MARKER.length).split(":")[0]);
      if (!index.slots.has(id)) index.slots.set(id, range);
      open.push(range);
    } else if (text === ISLAND_END_MARKER || text === SLOT_END_MARKER) {
      const range = open.pop();
      if (range === undefined) continue;
      range.end = node;
      if (text === ISLAND_END_MARKER) openIslands--;
    }
  }
  // A template has its own document fragment, which the walker does not enter.
  for (const template of templates) scan(template.content, index, false);
}

function islandRange(start: Comment): IslandRange {
  const [name = "", propsIndex = "", key = ""] = start.data.slice(ISLAND_MARKER.length).split(":");
  return { start, end: null, name, propsIndex: Number(propsIndex), key };
}
