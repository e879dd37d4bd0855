import type { Signal } from "@preact/signals";
import { type FiringAlert, type FiringAlerts, firingChange } from "../../alerts/firing_alerts.ts";
import { followTopics } from "../../live/follow_topics.ts";
import { type ToastStack, withChange } from "./toasts.ts";

/** What this tab has already told, so that a reload or the next page does not repeat it. */
const TOLD_KEY = "vigia_alerts_told";

/** Keeps a page's signals of what fires current, and notes what begins and ends. */
export class FiringWatch {
  readonly #firing: Signal<FiringAlerts | null>;
  readonly #stack: Signal<ToastStack>;
  #told: readonly FiringAlert[] | null = readTold();
  #loading: AbortController | null = null;

  constructor(firing: Signal<FiringAlerts | null>, stack: Signal<ToastStack>) {
    this.#firing = firing;
    this.#stack = stack;
  }

  /** Begins; what is returned ends it. */
  start(): () => void {
    const firing = this.#firing.peek();
    if (firing !== null) this.#take(firing);
    const leave = followTopics({
      topics: ["alerts"],
      gatherMs: 250,
      isCurrent: false,
      read: () => this.#refresh(),
    });
    return () => {
      leave();
      this.#loading?.abort();
    };
  }

  async #refresh(): Promise<void> {
    this.#loading?.abort();
    const loading = this.#loading = new AbortController();
    // Without an answer the last count stays; the next look is at most a minute away.
    const response = await fetch("/api/v1/alerts/firing", { signal: loading.signal })
      .catch(() => null);
    if (response?.ok !== true || loading.signal.aborted) return;
    this.#take(await response.json());
  }

  #take(now: FiringAlerts): void {
    // The first page of a tab shows the count; there is nothing new about it.
    const change = firingChange(this.#told ?? now.alerts, now);
    this.#told = now.alerts;
    this.#firing.value = now;
    this.#stack.value = withChange(this.#stack.peek(), change);
    keepTold(now.alerts);
  }
}

/** A browser may have no room or no leave to store; then the next page knows of nothing told. */
function keepTold(alerts: readonly FiringAlert[]): void {
  try {
    sessionStorage.setItem(TOLD_KEY, JSON.stringify(alerts));
  } catch {
    return;
  }
}

function readTold(): FiringAlert[] | null {
  try {
    return JSON.parse(sessionStorage.getItem(TOLD_KEY) ?? "null");
  } catch {
    return null;
  }
}
