import { join } from "node:path";
import type { Config } from "./config.ts";

/** Keys that the server cannot do without. */
export interface Secrets {
  /** Signs access tokens (HS256). */
  jwtSecret: string;
  /** Verifies incoming webhooks: `whsec_` and base64, as Standard Webhooks writes it. */
  webhookSecret: string;
  /** Seal the secrets of channels: 32 bytes in base64 each; the first seals, all of them open. */
  channelKeys: [string, ...string[]];
}

function randomBase64(bytes: number): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(bytes))));
}

/** Reads a secret file, or makes it; a second process that races for it gets the first one's value. */
async function keptSecret(path: string, make: () => string): Promise<string> {
  const known = await Deno.readTextFile(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  });
  if (known !== null) return known.trim();
  // A link appears with its whole content or not at all, so nobody can read half a secret.
  const draft = `${path}.${crypto.randomUUID()}`;
  await Deno.writeTextFile(draft, make(), { createNew: true, mode: 0o600 });
  try {
    await Deno.link(draft, path);
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  } finally {
    await Deno.remove(draft);
  }
  return (await Deno.readTextFile(path)).trim();
}

/**
 * The configured secrets; those that are not given are generated at the first start and kept in
 * `DATA_DIR` with mode 0600, so that sessions and webhook senders survive restarts.
 */
export async function loadSecrets(config: Config): Promise<Secrets> {
  await Deno.mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const [firstKey, ...olderKeys] = config.channelKeys;
  return {
    channelKeys: [
      firstKey ??
        await keptSecret(join(config.dataDir, "channels.secret"), () => randomBase64(32)),
      ...olderKeys,
    ],
    jwtSecret: config.jwtSecret ??
      await keptSecret(join(config.dataDir, "jwt.secret"), () => randomBase64(48)),
    webhookSecret: config.webhookSecret ??
      await keptSecret(
        join(config.dataDir, "webhook.secret"),
        () => `whsec_${randomBase64(32)}`,
      ),
  };
}
