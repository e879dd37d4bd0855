import { ensureBuild } from "./ensure_build.ts";

/** `deno task start`: serves; makes the production build first when it is missing or old. */
await ensureBuild(Deno.cwd());
await import("@/main.ts");
