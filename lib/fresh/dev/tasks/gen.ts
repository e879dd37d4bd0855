/**
 * Writes `fresh.gen.ts` of the project in the working directory. With `--check` it writes nothing
 * and fails when the file is out of date.
 */
// deno-lint-ignore-file no-console -- a command
import { generateManifest, writeManifest } from "../manifest.ts";

if (import.meta.main) {
  const root = Deno.cwd();
  if (Deno.args.includes("--check")) {
    const { file, isOutdated } = await generateManifest({ root });
    if (isOutdated) {
      console.error(`${file} is out of date. Run \`deno task gen\` and commit the result.`);
      Deno.exit(1);
    }
  } else {
    const { routes, islands, isOutdated } = await writeManifest({ root });
    const outcome = isOutdated ? "written" : "up to date";
    console.log(`fresh.gen.ts ${outcome}: ${routes} routes, ${islands} islands`);
  }
}
