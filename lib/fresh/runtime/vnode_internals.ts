import { type ComponentType, type Options, options, type VNode } from "preact";

/**
 * The private fields of Preact 10 that the renderer needs. Preact mangles their names in its
 * build and keeps them stable across 10.x because preact-render-to-string and the devtools rely
 * on them as well.
 */
export interface InternalVNode extends Omit<VNode, "type" | "props"> {
  // deno-lint-ignore no-explicit-any
  type: ComponentType<any> | string;
  props: Record<string, unknown>;
  /** Parent in the rendered tree; set before the diff hook runs. */
  __?: InternalVNode | null;
  /** Prefix and counter from which `useId` makes its ids. */
  __m?: [string, number];
}

interface InternalOptions extends Options {
  __b?(vnode: InternalVNode): void;
}

/** Runs `hook` for every vnode just before Preact renders it, ahead of hooks installed earlier. */
export function beforeDiff(hook: (vnode: InternalVNode) => void): void {
  const internal = options as InternalOptions;
  const previous = internal.__b;
  internal.__b = (vnode) => {
    hook(vnode);
    previous?.(vnode);
  };
}

/** Nearest ancestor for which `test` gives a result; `undefined` when none does. */
export function fromAncestors<T>(
  vnode: InternalVNode,
  test: (ancestor: InternalVNode) => T | undefined,
): T | undefined {
  for (let parent = vnode.__; parent; parent = parent.__) {
    const found = test(parent);
    if (found !== undefined) return found;
  }
  return undefined;
}
