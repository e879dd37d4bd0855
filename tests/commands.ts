/** Whether this machine has a program; tests that need one that may be missing are ignored then. */
export function hasCommand(name: string): boolean {
  const { success } = new Deno.Command("sh", {
    args: ["-c", 'command -v "$0"', name],
    stdout: "null",
  }).outputSync();
  return success;
}
