/** At each minute. */
export const EVERY_MINUTE = "* * * * *";

/**
 * Registers a task with `Deno.cron`. Call it while the main module is evaluated: Deno Deploy looks for
 * schedules there only. The promise ends with `signal`; nobody needs to wait for it.
 * @throws TypeError when the name is taken.
 */
export function schedule(
  name: string,
  when: string,
  task: () => Promise<unknown>,
  signal?: AbortSignal,
): Promise<void> {
  const run = async () => void await task();
  return signal === undefined ? Deno.cron(name, when, run) : Deno.cron(name, when, { signal }, run);
}
