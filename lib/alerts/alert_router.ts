import type { Stored } from "../store/collections.ts";
import type { Alert } from "./alert.ts";

/**
 * Takes alerts whose state has changed to firing or resolved, after the change is stored. Called at
 * least once for each change, also after a crash (`routed` of a row says what was taken), so taking
 * the same row twice must change nothing: `id` and `state` together name a change. A row that fired
 * and resolved before anybody took it comes once, as resolved with `routed: null`.
 */
export interface AlertRouter {
  /** Durable when it resolves; what it throws is tried again with the next round. */
  route(alerts: readonly Stored<Alert>[]): Promise<void>;
}

/** Takes everything and tells nobody. */
export class SilentRouter implements AlertRouter {
  route(): Promise<void> {
    return Promise.resolve();
  }
}
