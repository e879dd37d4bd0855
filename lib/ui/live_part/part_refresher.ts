import type { Signal } from "@preact/signals";
import type { LiveMessage } from "../../live/client.ts";
import { followTopics } from "../../live/follow_topics.ts";
import type { Topic } from "../../live/topics.ts";

/** A burst of changes is read once. */
const GATHER_MS = 500;
/** Somebody who leaves a row for the next one stays in the part. */
const LEAVE_MS = 400;

/**
 * Keeps a part of a page as the server would render it now. While somebody is in it (pointer, focus,
 * selected text, an open disclosure) it stands still, and `waiting` counts what has changed.
 */
export class PartRefresher {
  readonly #id: string;
  readonly #topics: readonly Topic[];
  readonly #waiting: Signal<number>;
  readonly #isCurrent: boolean;
  #leave: ReturnType<typeof setTimeout> | undefined;
  #loading: AbortController | null = null;
  #changes = 0;
  #next: Element | null = null;

  /** `isCurrent` says whether nothing is awaited that may have come before the connection. */
  constructor(id: string, topics: readonly Topic[], waiting: Signal<number>, isCurrent = true) {
    this.#id = id;
    this.#topics = topics;
    this.#waiting = waiting;
    this.#isCurrent = isCurrent;
  }

  /** Begins; what is returned ends it. */
  start(): () => void {
    const leaveLive = followTopics({
      topics: this.#topics,
      gatherMs: GATHER_MS,
      isCurrent: this.#isCurrent,
      onMessage: (message) => this.#changes += changesIn(message),
      read: () => this.#refresh(),
    });
    const onLeave = () => {
      clearTimeout(this.#leave);
      this.#leave = setTimeout(() => this.#settle(), LEAVE_MS);
    };
    const part = this.#part();
    part?.addEventListener("pointerleave", onLeave);
    part?.addEventListener("focusout", onLeave);
    return () => {
      leaveLive();
      clearTimeout(this.#leave);
      this.#loading?.abort();
      part?.removeEventListener("pointerleave", onLeave);
      part?.removeEventListener("focusout", onLeave);
    };
  }

  /** Shows what has changed, whoever is in the part; its first row or heading gets the focus. */
  showNow(): void {
    this.#apply();
    const part = this.#part();
    part?.focus();
  }

  #part(): HTMLElement | null {
    return document.getElementById(this.#id);
  }

  async #refresh(): Promise<void> {
    this.#loading?.abort();
    const loading = this.#loading = new AbortController();
    const response = await fetch(location.href, {
      signal: loading.signal,
      headers: { accept: "text/html" },
    }).catch(() => null);
    // What is shown stays; the next look is at most a minute away.
    if (response?.ok !== true || response.redirected) return;
    const html = await response.text().catch(() => null);
    if (html === null || loading.signal.aborted) return;
    this.#next = new DOMParser().parseFromString(html, "text/html").getElementById(this.#id);
    this.#settle();
  }

  #settle(): void {
    const part = this.#part();
    if (part === null || this.#next === null) return;
    if (isInUse(part)) this.#waiting.value = this.#changes;
    else this.#apply();
  }

  #apply(): void {
    const part = this.#part();
    const next = this.#next;
    this.#next = null;
    this.#changes = 0;
    this.#waiting.value = 0;
    if (part === null || next === null || part.innerHTML === next.innerHTML) return;
    const known = new Set([...part.querySelectorAll("[id]")].map(({ id }) => id));
    part.replaceChildren(...next.childNodes);
    for (const row of part.querySelectorAll<HTMLElement>("tr[id], li[id]")) {
      if (!known.has(row.id)) row.dataset.new = "";
    }
  }
}

function changesIn({ data }: LiveMessage): number {
  return Array.isArray(data) ? data.length : 1;
}

function isInUse(part: HTMLElement): boolean {
  const selection = getSelection();
  const isSelected = selection !== null && !selection.isCollapsed &&
    part.contains(selection.anchorNode);
  const hasFocus = document.activeElement !== part && part.contains(document.activeElement);
  // Where fingers point, what was touched last counts as hovered for ever.
  const isPointedAt = matchMedia("(hover: hover)").matches && part.matches(":hover");
  return isSelected || hasFocus || isPointedAt || part.querySelector("details[open]") !== null;
}
