import type { ComponentChildren } from "preact";
import type { BuildCache, Island } from "../../build_cache.ts";
import type { Context } from "../../context.ts";
import type { InternalVNode } from "../vnode_internals.ts";

/** JSX that was passed to an island and is sent as HTML instead of as a prop. */
export interface Slot {
  readonly id: number;
  readonly name: string;
  readonly children: ComponentChildren;
  /** Whether its HTML is already somewhere in the page. */
  rendered: boolean;
}

/** What the browser gets for one rendered island. */
export interface IslandProps {
  slots: never[];
  props: Record<string, unknown>;
}

/** A tag collected from `Head`. */
export interface HeadTag {
  readonly type: string;
  readonly props: Record<string, unknown>;
  readonly key: unknown;
  placed: boolean;
}

/**
 * What rendering one response collects: islands and their props, slots, head tags. It outlives
 * the first render pass (the page) so that the second one (the app wrapper around it) can put
 * head tags and the boot script in place.
 */
export class RenderState {
  /** Nonce of this response's scripts and styles. */
  readonly nonce: string = crypto.randomUUID().replaceAll("-", "");
  readonly islands: Set<Island> = new Set();
  /** Props by rendered island, in the order of their markers. */
  readonly islandProps: IslandProps[] = [];
  /** Island names in the same order, for error messages. */
  readonly islandNames: string[] = [];
  readonly slots: Slot[] = [];
  readonly headTags: Map<string, HeadTag> = new Map();
  /** Stylesheets that are linked already. */
  readonly linkedStyles: Set<string> = new Set();

  /** Which parts of the document came from the app's own components. */
  renderedHtmlTag = false;
  renderedHtmlHead = false;
  renderedHtmlBody = false;
  /** Some element opted into client navigation. */
  clientNav = false;
  /** Render passes started; prefixes the ids of `useId`. */
  passes = 0;

  constructor(
    // deno-lint-ignore no-explicit-any
    readonly ctx: Context<any>,
    // deno-lint-ignore no-explicit-any
    readonly buildCache: BuildCache<any>,
    /** Random id of a partial response; empty for a full document. */
    readonly partialId: string,
  ) {}

  /** Whether the page must load the browser runtime. */
  get needsClientJs(): boolean {
    if (this.islands.size > 0 || this.clientNav) return true;
    // A development build reloads pages when the server restarts.
    return this.buildCache.mode === "development" && this.buildCache.clientEntry !== "";
  }

  /** URL of a built file, with the app's base path. */
  url(path: string): string {
    return this.ctx.config.basePath + path;
  }

  /** Value of the `Link` header that preloads the scripts of this page; `null` without scripts. */
  linkHeader(): string | null {
    if (!this.needsClientJs || this.buildCache.clientEntry === "") return null;
    const paths = [this.buildCache.clientEntry];
    for (const island of this.islands) {
      if (!paths.includes(island.file)) paths.push(island.file);
    }
    return paths.map((path) => `<${encodeURI(this.url(path))}>; rel="modulepreload"; as="script"`)
      .join(", ");
  }

  /** Stylesheets needed so far that the page does not link yet. */
  takeStyles(): string[] {
    const needed = [...this.buildCache.getEntryAssets()];
    for (const island of this.islands) needed.push(...island.css);
    const fresh = needed.filter((href) => !this.linkedStyles.has(href));
    for (const href of fresh) this.linkedStyles.add(href);
    return [...new Set(fresh)];
  }

  /** Slots whose HTML is not in the page yet. */
  takeUnrenderedSlots(): Slot[] {
    return this.slots.filter((slot) => !slot.rendered);
  }

  /** Releases the collected vnodes once the response is complete. */
  clear(): void {
    this.islands.clear();
    this.islandProps.length = 0;
    this.islandNames.length = 0;
    this.slots.length = 0;
    this.headTags.clear();
    this.linkedStyles.clear();
  }
}

let active: RenderState | null = null;
let passRoot: InternalVNode | null = null;

/** State of the render that is running; `null` outside of one. */
export function activeState(): RenderState | null {
  return active;
}

/** Whether `vnode` is the first one of the running pass. */
export function startsPass(vnode: InternalVNode): boolean {
  if (passRoot !== null) return false;
  passRoot = vnode;
  return true;
}

/** Runs one render pass. `fn` must be synchronous: the state is global while it runs. */
export function withRenderState<T>(state: RenderState, fn: () => T): T {
  const previous = active;
  const previousRoot = passRoot;
  active = state;
  passRoot = null;
  state.passes++;
  try {
    return fn();
  } finally {
    active = previous;
    passRoot = previousRoot;
  }
}
