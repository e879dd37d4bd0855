import type { App } from "../app.ts";
import type { Handler } from "../handler.ts";
import type { ListenOptions } from "../listen.ts";
import type { Manifest } from "../manifest.ts";
import { Builder } from "./builder.ts";
import { devHandler } from "./dev_handler.ts";
import { writeManifest } from "./manifest.ts";

/** Builds `root` for production, to `root`/_fresh. */
export async function buildProduction(root: string): Promise<void> {
  await new Builder({ root }).build();
}

/**
 * Attaches a development build to an app that is served by other means than `listen()`.
 * Wrap the app's handler with what this answers.
 */
export async function attachDevBuild<State>(
  app: App<State>,
  manifest: Manifest,
  root: string,
): Promise<(handler: Handler) => Handler> {
  const builder = new Builder({ root, manifest });
  const attach = await builder.build({ mode: "development", snapshot: "memory" });
  attach(app);
  return devHandler;
}

export interface StartDevOptions<State> {
  root: string;
  /** Imports the app. It is called after `fresh.gen.ts` is up to date. */
  importApp(): Promise<App<State>>;
  listen?: ListenOptions;
}

/**
 * Brings `fresh.gen.ts` up to date and serves the app in development. Run it under
 * `deno run --watch=routes/,islands/,static/`, which restarts it on changes.
 */
export async function startDev<State>(options: StartDevOptions<State>): Promise<void> {
  const { root, importApp } = options;
  await writeManifest({ root });
  await new Builder({ root }).listen(importApp, options.listen);
}
