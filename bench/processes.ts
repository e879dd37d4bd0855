import type { LoadPlan, LoadResult } from "./load_process.ts";

export interface ServerProcess {
  port: number;
  pid: number;
  dataDir: string;
  /** Bytes of memory that the process holds. */
  residentBytes(): number;
  /** Runs `work` and tells the processor time that the server used meanwhile, all threads together. */
  costOf<T>(work: () => Promise<T>): Promise<{ result: T; cpuSeconds: number }>;
  stop(): Promise<void>;
}

/** Of Linux's process times; the same on every architecture that Deno has. */
const TICKS_PER_SECOND = 100;

/** Processor time that a process used so far; 0 where the system has no `/proc`. */
function cpuSeconds(pid: number): number {
  try {
    const text = Deno.readTextFileSync(`/proc/${pid}/stat`);
    // The name before may hold anything, brackets too.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return 0;
  }
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
    async costOf(work) {
      const before = cpuSeconds(child.pid);
      const result = await work();
      return { result, cpuSeconds: cpuSeconds(child.pid) - before };
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

/** Signs the server's administrator in as a browser does; returns the session cookie. */
export async function signIn(port: number): Promise<string> {
  const origin = `http://127.0.0.1:${port}`;
  const response = await fetch(`${origin}/login`, {
    method: "POST",
    headers: { origin },
    body: new URLSearchParams(ADMIN),
    redirect: "manual",
  });
  await response.body?.cancel();
  const cookie = response.headers.getSetCookie()[0]?.split(";")[0];
  if (cookie === undefined) throw new Error(`/login answered ${response.status} without a cookie`);
  return cookie;
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
