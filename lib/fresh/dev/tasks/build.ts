/** Builds the project in the working directory for production, to `_fresh/`. */
// deno-lint-ignore-file no-console -- a command
import { buildProduction } from "../start.ts";

if (import.meta.main) {
  const start = performance.now();
  await buildProduction(Deno.cwd());
  console.log(`Built _fresh/ in ${Math.round(performance.now() - start)} ms`);
}
