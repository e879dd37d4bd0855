import { createDefine } from "fresh";
import type { FiringAlerts } from "./alerts/firing_alerts.ts";
import type { Principal } from "./auth/permissions.ts";
import type { Locale } from "./i18n/locale.ts";
import type { Services } from "./services.ts";

/** What fires, and how many notices the reader has not read, when a page is made. */
export interface Presence {
  firing: FiringAlerts;
  unread: number;
}

/** What the middlewares put on `ctx.state` for every route. */
export interface State {
  services: Services;
  /** Echoed as `X-Request-Id` and in every log line of the request. */
  requestId: string;
  /** Caller's address, behind trusted proxies that of their client. */
  clientAddress: string;
  /** Who calls; `null` when nobody is signed in. Routes with a permission always have one. */
  principal: Principal | null;
  locale: Locale;
  theme: "dark" | "light" | "system";
  /** IANA zone of the reader's browser, UTC until the page has told. */
  timeZone: string;
  /** What the frame of a page shows; `null` where the reader may not know, or it is not known. */
  presence: Presence | null;
}

export const define = createDefine<State>();
