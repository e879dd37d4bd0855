import type { Loader, Plugin } from "esbuild";

const PUBLIC_VARIABLE =
  /\b(?:Deno\.env\.get\(\s*["'](FRESH_PUBLIC_\w+)["']\s*\)|process\.env\.(FRESH_PUBLIC_\w+))/g;

/**
 * Puts the values of `FRESH_PUBLIC_…` environment variables into browser code, where they are
 * read by name. Other variables are left alone: reading them in the browser throws.
 */
export function publicEnvPlugin(): Plugin {
  return {
    name: "public-env",
    setup(build) {
      build.onLoad({ filter: /\.[tj]sx?$/ }, async ({ path }) => {
        if (path.includes("/node_modules/")) return null;
        const source = await Deno.readTextFile(path);
        if (!source.includes("FRESH_PUBLIC_")) return null;
        const contents = source.replaceAll(
          PUBLIC_VARIABLE,
          (_match, inDeno, inProcess) =>
            JSON.stringify(Deno.env.get(inDeno ?? inProcess)) ?? "undefined",
        );
        return { contents, loader: path.slice(path.lastIndexOf(".") + 1) as Loader };
      });
    },
  };
}
