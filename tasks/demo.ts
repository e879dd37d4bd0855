import { join } from "node:path";
import { loadConfig } from "@/lib/config.ts";
import { DEMO_RATE, SAMPLE_OPTIONS } from "@/lib/sample/history.ts";
import { loadSample } from "@/lib/sample/load.ts";
import { Simulator } from "@/lib/sample/simulator.ts";
import type { Services } from "@/lib/services.ts";
import { ensureBuild } from "./ensure_build.ts";
import { progressBar, say } from "./progress.ts";

const LOGIN_FILE = "demo-login.json";

interface Login {
  email: string;
  password: string;
}

/** A login of this demo; made at the first run, kept in `DATA_DIR` (0600) for the next ones. */
async function demoLogin(services: Services): Promise<Login | null> {
  const path = join(services.config.dataDir, LOGIN_FILE);
  const kept = await Deno.readTextFile(path).catch(() => null);
  if (kept !== null) return JSON.parse(kept);
  const { items } = await services.auth.listUsers({ limit: 1 });
  if (items.length > 0) return null;
  const login = {
    email: "demo@vigia.local",
    password: crypto.getRandomValues(new Uint8Array(12)).toBase64({ alphabet: "base64url" }),
  };
  await services.auth.register({ name: "Demo", ...login }, { address: "127.0.0.1", userAgent: "" });
  await Deno.writeTextFile(path, JSON.stringify(login), { mode: 0o600 });
  return login;
}

/** `deno task demo`: serves with sample data and live simulated events until Ctrl-C. */
async function main(): Promise<void> {
  await ensureBuild(Deno.cwd());
  const config = loadConfig();
  const { server, services } = await import("@/main.ts");
  if (await services.store.events.count() === 0) {
    say(`Loading ${SAMPLE_OPTIONS.events} sample events of ${SAMPLE_OPTIONS.days} days …`);
    await loadSample(
      services.store.events,
      { ...SAMPLE_OPTIONS, until: Date.now() },
      progressBar(SAMPLE_OPTIONS.events),
    );
  }
  const login = await demoLogin(services);
  const simulator = new Simulator({
    url: `http://127.0.0.1:${server.port}`,
    secret: services.secrets.webhookSecret,
    rate: DEMO_RATE,
    seed: Date.now() % 2 ** 32,
    onProblem: (message) => services.logger.warn("simulated event was not accepted", { message }),
  });
  void simulator.run(server.stopping);
  say("");
  say(`  Open      ${server.url}`);
  say(
    login === null
      ? `  Sign in   with your own account; data is kept in ${config.dataDir}`
      : `  Sign in   ${login.email}  ${login.password}`,
  );
  say(`  Events    about one a second, simulated; Ctrl-C stops`);
  say("");
}

await main();
