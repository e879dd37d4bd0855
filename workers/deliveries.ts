import type { DeliveryLog } from "@/lib/notifications/delivery_log.ts";
import { schedule } from "./schedule.ts";

/** At night in Brazil and Portugal. */
const DAILY = "47 5 * * *";

/**
 * Deletes old entries of the log of deliveries once a day. Call it while the main module is
 * evaluated, as `registerCron`. The promise ends with `signal`; nobody needs to wait for it.
 */
export function registerDeliveryCron(
  log: () => Pick<DeliveryLog, "prune">,
  signal?: AbortSignal,
): Promise<void> {
  return schedule("pruneDeliveries", DAILY, () => log().prune(Date.now()), signal);
}
