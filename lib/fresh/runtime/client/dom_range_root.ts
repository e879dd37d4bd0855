import type { ContainerNode } from "preact";

/**
 * A stand-in for a root element that covers only the nodes between two comments. Preact adopts
 * those, and what it appends goes before the closing comment instead of to the parent's end.
 */
export function createRangeRoot(start: Comment, end: Comment, parent: ParentNode): ContainerNode {
  const root = {
    nodeType: Node.ELEMENT_NODE,
    namespaceURI: parent instanceof Element ? parent.namespaceURI : null,
    ownerDocument: document,
    get parentNode() {
      return parent.parentNode;
    },
    get firstChild() {
      return start.nextSibling === end ? null : start.nextSibling;
    },
    get childNodes() {
      const nodes: ChildNode[] = [];
      for (let node = start.nextSibling; node !== null && node !== end; node = node.nextSibling) {
        nodes.push(node);
      }
      return nodes;
    },
    contains: (node: Node | null) => parent.contains(node),
    insertBefore: (node: Node, before: Node | null) => parent.insertBefore(node, before ?? end),
    appendChild: (node: Node) => parent.insertBefore(node, end),
    removeChild: (node: Node) => parent.removeChild(node),
  };
  // The parts of a container that Preact uses; the rest of `ContainerNode` is never read.
  return root as unknown as ContainerNode;
}
