/** Deployment id given by the host, or `undefined` elsewhere. */
export const DENO_DEPLOYMENT_ID: string | undefined = readEnv("DENO_DEPLOYMENT_ID");

/**
 * Id of the running build, part of every asset URL. Until a build cache sets the id of its
 * build it is derived from the deployment or commit, or drawn at random per process.
 */
export let BUILD_ID: string = await deriveBuildId();

/** Replaces the build id; called when a build is attached to the app. */
export function setBuildId(id: string): void {
  BUILD_ID = id;
}

async function deriveBuildId(): Promise<string> {
  const source = DENO_DEPLOYMENT_ID || readEnv("GITHUB_SHA") || readEnv("CI_COMMIT_SHA") ||
    crypto.randomUUID();
  const digest = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(source));
  return new Uint8Array(digest).toHex();
}

/** Reads a variable, or nothing where the process may not read the environment. */
function readEnv(name: string): string | undefined {
  try {
    return Deno.env.get(name);
  } catch {
    return undefined;
  }
}
