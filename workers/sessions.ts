import type { AuthService } from "@/lib/auth/auth_service.ts";
import { schedule } from "./schedule.ts";

/** At night in Brazil and Portugal. */
const DAILY = "17 5 * * *";

/**
 * Deletes ended sessions once a day. Call it while the main module is evaluated, as `registerCron`.
 * The promise ends with `signal`; nobody needs to wait for it.
 */
export function registerSessionCron(
  auth: () => Pick<AuthService, "pruneSessions">,
  signal?: AbortSignal,
): Promise<void> {
  return schedule("pruneSessions", DAILY, () => auth().pruneSessions(), signal);
}
