import type { OnResolveResult, Plugin } from "esbuild";
import { fileURLToPath } from "node:url";
import { type ProjectConfig, resolveImport } from "./import_map.ts";

const BUILD_ID_NAMESPACE = "fresh-build-id";
/** Marks a look-up that this plugin itself started. */
const OWN_LOOKUP = "deno-imports";

/** Modules of the framework that islands may import. */
const RUNTIME = fileURLToPath(import.meta.resolve("../runtime/shared.ts"));
const FRAMEWORK_MODULES: Record<string, string> = {
  "fresh/runtime": RUNTIME,
  "@fresh/core/runtime": RUNTIME,
};

/** Modules of the framework that only run on the server. */
const SERVER_ONLY = new Set(["fresh", "@fresh/core", "fresh/dev", "fresh/internal"]);

/**
 * Resolves imports for the browser as Deno resolves them for the server: by the import map of
 * `deno.json`, with packages from its `node_modules`.
 */
export function denoResolvePlugin(config: ProjectConfig, buildId: string): Plugin {
  return {
    name: "deno-imports",
    setup(build) {
      build.onLoad({ filter: /.*/, namespace: BUILD_ID_NAMESPACE }, () => ({
        contents: `export const BUILD_ID = ${JSON.stringify(buildId)};`,
      }));

      build.onResolve({ filter: /^[^.]/ }, (args): Promise<OnResolveResult> | OnResolveResult => {
        const isEntryPoint = args.kind === "entry-point";
        // The look-up below comes back here, and packages know their own dependencies.
        if (args.pluginData === OWN_LOOKUP || isInPackage(args.importer)) return {};
        if (args.path === "@fresh/build-id") {
          return { path: args.path, namespace: BUILD_ID_NAMESPACE };
        }
        const framework = FRAMEWORK_MODULES[args.path];
        if (framework !== undefined) return { path: framework };
        if (SERVER_ONLY.has(args.path)) {
          return {
            errors: [{
              text: `"${args.path}" runs on the server only. ` +
                `In islands import from "fresh/runtime", or use "import type".`,
            }],
          };
        }
        const target = isEntryPoint && args.path.startsWith("/")
          ? { file: args.path }
          : resolveImport(args.path, config);
        if ("file" in target) return { path: target.file };
        return build.resolve(target.bare, {
          kind: isEntryPoint ? "import-statement" : args.kind,
          importer: args.importer,
          resolveDir: config.dir,
          pluginData: OWN_LOOKUP,
        });
      });
    },
  };
}

function isInPackage(importer: string): boolean {
  return importer.includes("/node_modules/");
}
