import type { LoadPlan, LoadResult } from "./load_process.ts";

export interface ServerProcess {
  port: number;
  pid: number;
  dataDir: string;
  /** Bytes of memory that the process holds. */
  residentBytes(): number;
  stop(): Promise<void>;
}

const ADMIN = { email: "bench@example.com", password: "a password for benchmarks" };

/** Starts a script with `PORT` and waits for its first line on standard output. */
async function startScript(
  script: string,
  env: Record<string, string>,
  dataDir: string,
): Promise<ServerProcess> {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const { port } = listener.addr;
  listener.close();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", script],
    env: { ...env, PORT: String(port) },
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = ""; !text.includes("listens on");) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`${script} ended before it listened: ${text}`);
    text += value;
  }
  return {
    port,
    pid: child.pid,
    dataDir,
    residentBytes: () => {
      const status = Deno.readTextFileSync(`/proc/${child.pid}/status`);
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
    },
    async stop() {
      child.kill("SIGTERM");
      await reader.cancel();
      await child.status;
    },
  };
}

/** Vigia as `deno task start` runs it, on SQLite with durability on. */
export function startVigia(dataDir: string): Promise<ServerProcess> {
  const env = {
    DATA_DIR: dataDir,
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    RATE_LIMITS: "off",
    LOG_LEVEL: "warn",
    MONGODB_URI: "",
  };
  return startScript("tasks/start.ts", env, dataDir);
}

/** The baseline: parses a JSON body and answers what Vigia answers, nothing else. */
export function startBareServer(): Promise<ServerProcess> {
  return startScript("bench/bare_server.ts", {}, "");
}

/** An API key of the server that may write and read everything. */
export async function createKey(port: number): Promise<string> {
  const post = async (path: string, token: string, body: unknown) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return await response.json();
  };
  const { accessToken } = await post("/api/v1/auth/login", "", ADMIN);
  const scopes = ["events:write", "events:read", "analytics:read", "live:read"];
  return (await post("/api/v1/api-keys", accessToken, { name: "bench", scopes })).key;
}

/** Runs the load generator in a process of its own. */
export async function generateLoad(plan: LoadPlan): Promise<LoadResult> {
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "bench/load_process.ts", JSON.stringify(plan)],
    stdout: "piped",
    stderr: "inherit",
  }).output();
  if (code !== 0) throw new Error("The load generator failed");
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** Runs `work` with a folder that is removed afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "vigia-bench-" });
  try {
    return await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
