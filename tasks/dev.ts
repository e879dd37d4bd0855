import { attachDevBuild, writeManifest } from "fresh/dev";
import { loadConfig } from "@/lib/config.ts";
import { createLogger } from "@/lib/logging/logger.ts";
import { serve, stopOnSignals } from "@/lib/server.ts";
import { createServices } from "@/lib/services.ts";
import { say } from "./progress.ts";

/** `deno task dev`: serves from the sources with live reload; Deno restarts it on changes. */
const root = Deno.cwd();
await writeManifest({ root });
const { default: manifest } = await import("@/fresh.gen.ts");
const { defineApp } = await import("@/lib/http/app.ts");
const config = loadConfig();
const services = await createServices(config, createLogger(config.logLevel));
const app = defineApp(services, manifest);
const withReload = await attachDevBuild(app, manifest, root);
const server = await serve(services, withReload(app.handler()));
stopOnSignals(server);
say(`Vigia (development) listens on ${server.url}`);
