import project from "../deno.json" with { type: "json" };

/** The version of this Vigia. */
export const VERSION: string = project.version;
