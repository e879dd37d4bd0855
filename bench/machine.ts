/** What this machine is, as far as the system tells. */
export function machine(): string {
  const model = /model name\s*:\s*(.*)/.exec(readOrEmpty("/proc/cpuinfo"))?.[1] ??
    "unknown processor";
  const gibibytes = Math.round(Deno.systemMemoryInfo().total / 1024 ** 3);
  return `${model}, ${navigator.hardwareConcurrency} cores, ${gibibytes} GiB, ` +
    `${Deno.build.os}, Deno ${Deno.version.deno}`;
}

/**
 * Watches how long programs wait for a processor: on a machine that does other things meanwhile, figures
 * in milliseconds and per second say little, ratios more.
 */
export class Contention {
  readonly #startedAt = performance.now();
  readonly #waitedUs = waitedUs();

  /** Part of the time since the begin in which some program waited, or `null` where it is not told. */
  share(): number | null {
    const now = waitedUs();
    if (now === null || this.#waitedUs === null) return null;
    return (now - this.#waitedUs) / 1000 / (performance.now() - this.#startedAt);
  }
}

/** Linux's pressure stall information of the processors, in total. */
function waitedUs(): number | null {
  const total = /^some .* total=(\d+)$/m.exec(readOrEmpty("/proc/pressure/cpu"))?.[1];
  return total === undefined ? null : Number(total);
}

function readOrEmpty(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}
