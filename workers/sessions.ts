import type { AuthService } from "@/lib/auth/auth_service.ts";

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
  const task = async () => {
    await auth().pruneSessions();
  };
  return signal === undefined
    ? Deno.cron("pruneSessions", DAILY, task)
    : Deno.cron("pruneSessions", DAILY, { signal }, task);
}
