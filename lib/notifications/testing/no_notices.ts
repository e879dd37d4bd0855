import type { DeliveryDeps } from "../channel_kind.ts";

/** For kinds that tell nobody within Vigia. */
export const NO_NOTICES: DeliveryDeps["notices"] = {
  add: ({ title }) => Promise.reject(new Error(`Not expected in Vigia: ${title}`)),
};
