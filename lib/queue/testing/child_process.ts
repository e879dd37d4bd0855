/** A child process under test and the lines that it printed so far. */
export interface Child {
  lines: string[];
  /** Resolves as soon as the printed lines meet the condition. @throws Error when the child ended before. */
  until(condition: (lines: string[]) => boolean): Promise<void>;
  /** Sends one line to its standard input. */
  say(line: string): Promise<void>;
  /** `kill -9`, if it still lives, and waits for its end. */
  kill(): Promise<void>;
  ended: Promise<void>;
}

const ROOT = new URL("../../../", import.meta.url);

/** Starts a script of this folder with the repository's configuration. */
export function startChild(script: string, args: string[]): Child {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", new URL(script, import.meta.url).pathname, ...args],
    cwd: ROOT,
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const input = process.stdin.getWriter();
  const lines: string[] = [];
  let changed = Promise.withResolvers<void>();
  let isOver = false;
  const reading = (async () => {
    let rest = "";
    for await (const text of process.stdout.pipeThrough(new TextDecoderStream())) {
      const parts = (rest + text).split("\n");
      rest = parts.pop()!;
      lines.push(...parts);
      changed.resolve();
    }
    await process.status;
    isOver = true;
    changed.resolve();
  })();
  return {
    lines,
    async until(condition) {
      while (!condition(lines)) {
        if (isOver) throw new Error(`The child ended early; it said: ${lines.join(" | ")}`);
        await changed.promise;
        changed = Promise.withResolvers<void>();
      }
    },
    async say(line) {
      await input.write(new TextEncoder().encode(`${line}\n`));
    },
    async kill() {
      if (!isOver) process.kill("SIGKILL");
      await reading;
      // The pipe is broken by now.
      await input.close().catch(() => {});
    },
    ended: reading,
  };
}
