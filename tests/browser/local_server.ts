import manifest from "@/fresh.gen.ts";
import { parseConfig } from "@/lib/config.ts";
import { createApp } from "@/lib/http/app.ts";
import { createLogger } from "@/lib/logging/logger.ts";
import { createServices, type Services, stopServices } from "@/lib/services.ts";
import { ensureBuild } from "@/tasks/ensure_build.ts";
import type { SuiteServer } from "./suite.ts";
import { ADMIN } from "./vigia.ts";

export interface LocalServer extends SuiteServer {
  services: Services;
}

/** A server in this process, whose services a test can reach; what works by itself has to be started. */
export async function openLocalServer(
  environment: Record<string, string> = {},
): Promise<LocalServer> {
  await ensureBuild(Deno.cwd());
  const dataDir = await Deno.makeTempDir({ prefix: "vigia-local-" });
  const config = parseConfig({
    DATA_DIR: dataDir,
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    LOG_LEVEL: "error",
    RATE_LIMITS: "off",
    ...environment,
  });
  const services = await createServices(config, createLogger("error"));
  const handler = await createApp(services, manifest, Deno.cwd());
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, handler);
  const stop = async () => {
    await services.live.stop();
    await server.shutdown();
    await stopServices(services);
    return 0;
  };
  return {
    services,
    vigia: { url: `http://127.0.0.1:${server.addr.port}`, stop },
    async close() {
      await stop();
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}
