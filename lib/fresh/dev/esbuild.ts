import * as esbuild from "esbuild";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { readProjectConfig } from "./import_map.ts";
import { publicEnvPlugin } from "./public_env_plugin.ts";
import { denoResolvePlugin } from "./resolve_plugin.ts";

const RUNTIME_ENTRY = "fresh-runtime";

/** Builds that are running; the bundler's process is shared by all of them. */
let running = 0;

export interface BundleOptions {
  root: string;
  mode: "development" | "production";
  buildId: string;
  /** Browser versions, in the notation of esbuild. */
  target: string | string[];
  /** Island modules by the name of their chunk. */
  islands: ReadonlyMap<string, string>;
  sourceMap: boolean;
}

/** Browser code of a build. */
export interface Bundle {
  /** File contents by URL path. */
  files: Map<string, Uint8Array<ArrayBuffer>>;
  /** URL path of the runtime. */
  clientEntry: string;
  /** URL path of each island's chunk, by chunk name. */
  chunks: Map<string, string>;
}

/**
 * Bundles the runtime and the islands. What several of them import becomes one shared chunk, so
 * that a signal in a module is the same for all islands; dynamic imports become chunks that load
 * when they are needed.
 *
 * @throws {Error} with esbuild's messages when a module cannot be resolved or parsed.
 */
export async function bundleJs(options: BundleOptions): Promise<Bundle> {
  const { root, mode, buildId, islands } = options;
  const project = await readProjectConfig(root);
  const isProduction = mode === "production";
  const runtime = `../runtime/client/${isProduction ? "mod" : "dev"}.ts`;
  const prefix = `/_fresh/js/${buildId}/`;

  running++;
  try {
    const result = await esbuild.build({
      entryPoints: {
        [RUNTIME_ENTRY]: fileURLToPath(import.meta.resolve(runtime)),
        ...Object.fromEntries(islands),
      },
      entryNames: "[name]",
      chunkNames: "chunk-[hash]",
      outdir: "/",
      absWorkingDir: path.resolve(root),
      write: false,
      bundle: true,
      splitting: true,
      treeShaking: true,
      platform: "browser",
      format: "esm",
      target: options.target,
      minify: isProduction,
      sourcemap: options.sourceMap ? "linked" : false,
      jsx: "automatic",
      jsxImportSource: project.jsxImportSource,
      tsconfigRaw: {},
      define: { "process.env.NODE_ENV": JSON.stringify(mode) },
      plugins: [denoResolvePlugin(project, buildId), publicEnvPlugin()],
      logLevel: "warning",
    });
    const files = new Map<string, Uint8Array<ArrayBuffer>>();
    for (const file of result.outputFiles) {
      files.set(prefix + path.basename(file.path), new Uint8Array(file.contents));
    }
    return {
      files,
      clientEntry: `${prefix}${RUNTIME_ENTRY}.js`,
      chunks: new Map(Array.from(islands.keys(), (name) => [name, `${prefix}${name}.js`])),
    };
  } finally {
    // The bundler's process would keep this one alive.
    if (--running === 0) await esbuild.stop();
  }
}
