import { basename } from "node:path";

export { freePort } from "../ports.ts";

/** A Vigia in a process of its own, as people run it: real port, real files, real restart. */
export interface Vigia {
  url: string;
  /** Sends a signal and waits for the end; returns the exit code. */
  stop(signal?: Deno.Signal): Promise<number>;
}

const START_MS = 60_000;
export const ADMIN = { email: "ana@example.com", password: "correct horse battery" };

/** Starts a server on `dataDir` and waits until it listens. */
export async function startVigia(dataDir: string, port: number): Promise<Vigia> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "tasks/start.ts"],
    env: {
      DATA_DIR: dataDir,
      // Of use only where the environment has a MONGODB_URI.
      MONGODB_DATABASE: basename(dataDir),
      PORT: String(port),
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      LOG_LEVEL: "error",
      RATE_LIMITS: "off",
    },
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const timer = setTimeout(() => child.kill("SIGKILL"), START_MS);
  let text = "";
  while (!text.includes("listens on")) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`The server ended before it listened: ${text}`);
    text += value;
  }
  clearTimeout(timer);
  return {
    url: `http://127.0.0.1:${port}`,
    async stop(signal = "SIGTERM") {
      child.kill(signal);
      await reader.cancel();
      return (await child.status).code;
    },
  };
}

/** An administrator's access token. */
export async function accessToken(url: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(ADMIN),
  });
  if (!response.ok) throw new Error(`login answered ${response.status}`);
  return (await response.json()).accessToken;
}

/** The administrator's session, as the sign-in form gives it to a browser. */
export async function sessionCookie(url: string): Promise<{ name: string; value: string }> {
  const response = await fetch(`${url}/login`, {
    method: "POST",
    headers: { origin: url },
    body: new URLSearchParams(ADMIN),
    redirect: "manual",
  });
  await response.body?.cancel();
  const [, name, value] = /^([^=]+)=([^;]+)/.exec(response.headers.get("set-cookie") ?? "") ?? [];
  if (name === undefined || value === undefined) {
    throw new Error(`sign-in answered ${response.status} without a cookie`);
  }
  return { name, value };
}

/** Posts events as a webhook sender with an administrator's token does. */
export async function postEvents(url: string, token: string, events: unknown[]): Promise<void> {
  const response = await fetch(`${url}/webhook/event`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(events),
  });
  const text = await response.text();
  if (response.status !== 202) throw new Error(`webhook answered ${response.status}: ${text}`);
}
