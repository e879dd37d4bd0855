import { join } from "node:path";
import type { Permission } from "@/lib/auth/permissions.ts";

const ROOT = join(import.meta.dirname!, "../..");
const START_MS = 60_000;
const ADMIN = { email: "ana@example.com", password: "lanterns over the harbour" };

export interface ServerOptions {
  dataDir: string;
  port: number;
  /** Variables of `lib/config.ts` beside those that a test always sets. */
  environment?: Record<string, string>;
  /** Module to run. Default `main.ts`, which wants a production build. */
  entry?: string;
  /** Command in front of the server's own, such as a tracer that becomes the server by `exec`. */
  wrapper?: readonly string[];
}

/** The whole server in a process of its own, on real files and a real port, to be killed. */
export class ServerProcess {
  readonly url: string;
  readonly pid: number;
  readonly #child: Deno.ChildProcess;
  readonly #startedAt = performance.now();
  readonly #output: ReadableStreamDefaultReader<string>;
  #said = "";
  #isListening: Promise<void> | undefined;
  #ended: Promise<Deno.CommandStatus> | undefined;

  /** Starts the process and does not wait for it. */
  constructor({ dataDir, port, environment, entry = "main.ts", wrapper = [] }: ServerOptions) {
    const command = [...wrapper, Deno.execPath(), "run", "-A", "--no-check", entry];
    this.#child = new Deno.Command(command[0]!, {
      args: command.slice(1),
      cwd: ROOT,
      env: {
        DATA_DIR: dataDir,
        PORT: String(port),
        HOST: "127.0.0.1",
        ADMIN_EMAIL: ADMIN.email,
        ADMIN_PASSWORD: ADMIN.password,
        LOG_LEVEL: "error",
        RATE_LIMITS: "off",
        MONGODB_URI: "",
        ...environment,
      },
      stdin: "null",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    this.pid = this.#child.pid;
    this.url = `http://127.0.0.1:${port}`;
    this.#output = this.#child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  }

  /**
   * Resolves with the milliseconds from its start until `/healthz/ready` said yes.
   * @throws Error when it ended before, or took more than a minute.
   */
  async ready(): Promise<number> {
    await (this.#isListening ??= this.#listening());
    while (performance.now() - this.#startedAt < START_MS) {
      const isReady = await fetch(`${this.url}/healthz/ready`).then(
        async (response) => {
          await response.body?.cancel();
          return response.ok;
        },
        () => false,
      );
      if (isReady) return performance.now() - this.#startedAt;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`The server is not ready after ${START_MS / 1000} s; it said: ${this.#said}`);
  }

  async #listening(): Promise<void> {
    while (!this.#said.includes("listens on")) {
      const { value, done } = await this.#output.read();
      if (done) throw new Error(`The server ended before it listened; it said: ${this.#said}`);
      this.#said += value;
    }
  }

  /** Sends a signal, unless one was sent before, and waits for the end. */
  stop(signal: Deno.Signal = "SIGTERM"): Promise<Deno.CommandStatus> {
    return this.#ended ??= this.#end(signal);
  }

  async #end(signal: Deno.Signal): Promise<Deno.CommandStatus> {
    this.#child.kill(signal);
    const status = await this.#child.status;
    await this.#output.cancel();
    return status;
  }
}

/** Posts JSON and returns the answer. @throws Error unless it has the expected status. */
export async function postJson(
  url: string,
  body: unknown,
  expected: number,
  token?: string,
  // deno-lint-ignore no-explicit-any -- every caller knows what it asked for
): Promise<any> {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (response.status !== expected) throw new Error(`${url} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

/** An API key of the server's administrator. */
export async function createKey(url: string, scopes: readonly Permission[]): Promise<string> {
  const { accessToken } = await postJson(`${url}/api/v1/auth/login`, ADMIN, 200);
  const key = { name: "sender", scopes };
  return (await postJson(`${url}/api/v1/api-keys`, key, 201, accessToken)).key;
}

/** Runs `work` with a folder of its own, which is removed afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "vigia-crash-" });
  try {
    return await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
