import type { Signal } from "@preact/signals";
import { type FiringAlert, type FiringAlerts, firingChange } from "../../alerts/firing_alerts.ts";
import type { ConnectionState } from "../../live/client.ts";
import { readLive } from "../../live/page_live.ts";
import { type ToastStack, withChange } from "./toasts.ts";

/** A burst of changes is read once. */
const GATHER_MS = 250;
/** What another instance of Vigia evaluates is seen at the latest after this time. */
const RECONCILE_MS = 60_000;
/** What this tab has already told, so that a reload or the next page does not repeat it. */
const TOLD_KEY = "vigia_alerts_told";

/** Keeps a page's signals of what fires current, and notes what begins and ends. */
export class FiringWatch {
  readonly #firing: Signal<FiringAlerts | null>;
  readonly #stack: Signal<ToastStack>;
  #told: readonly FiringAlert[] | null = readTold();
  #gather: ReturnType<typeof setTimeout> | undefined;
  #loading: AbortController | null = null;

  constructor(firing: Signal<FiringAlerts | null>, stack: Signal<ToastStack>) {
    this.#firing = firing;
    this.#stack = stack;
  }

  /** Begins; what is returned ends it. */
  start(): () => void {
    const firing = this.#firing.peek();
    if (firing !== null) this.#take(firing);
    let state: ConnectionState["kind"] = "connecting";
    const leave = readLive({
      topics: ["alerts"],
      onMessage: () => this.#refreshSoon(),
      onGap: () => this.#refreshSoon(),
      onState: ({ kind }) => {
        if (kind === "live" && state !== "live") this.#refreshSoon();
        state = kind;
      },
    });
    const timer = setInterval(() => this.#refreshSoon(), RECONCILE_MS);
    const onVisible = () => this.#refreshSoon();
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      leave();
      clearInterval(timer);
      clearTimeout(this.#gather);
      document.removeEventListener("visibilitychange", onVisible);
      this.#loading?.abort();
    };
  }

  #refreshSoon(): void {
    clearTimeout(this.#gather);
    this.#gather = setTimeout(() => void this.#refresh(), GATHER_MS);
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
    sessionStorage.setItem(TOLD_KEY, JSON.stringify(now.alerts));
    this.#firing.value = now;
    this.#stack.value = withChange(this.#stack.peek(), change);
  }
}

function readTold(): FiringAlert[] | null {
  try {
    return JSON.parse(sessionStorage.getItem(TOLD_KEY) ?? "null");
  } catch {
    return null;
  }
}
