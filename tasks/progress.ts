const BAR_WIDTH = 30;
const encoder = new TextEncoder();

/** Prints a line on standard output; commands speak there, the log on standard error. */
export function say(text: string): void {
  Deno.stdout.writeSync(encoder.encode(`${text}\n`));
}

/** A bar that redraws itself in a terminal and stays silent elsewhere. */
export function progressBar(total: number): (done: number) => void {
  if (!Deno.stdout.isTerminal()) return () => {};
  let shown = -1;
  return (done) => {
    const percent = Math.floor(done / total * 100);
    if (percent === shown) return;
    shown = percent;
    const filled = Math.round(done / total * BAR_WIDTH);
    const bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
    const end = done >= total ? "\n" : "";
    Deno.stdout.writeSync(
      encoder.encode(`\r${bar} ${String(percent).padStart(3)} %  ${done} events${end}`),
    );
  };
}
