import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfig } from "./config.ts";
import { loadSecrets } from "./secrets.ts";

async function withFolder(work: (dataDir: string) => Promise<void>): Promise<void> {
  const dataDir = await Deno.makeTempDir();
  try {
    await work(dataDir);
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
}

Deno.test("loadSecrets() makes secrets once, keeps them readable by their owner only", async () => {
  await withFolder(async (dataDir) => {
    const config = parseConfig({ DATA_DIR: join(dataDir, "new") });
    const [first, raced] = await Promise.all([loadSecrets(config), loadSecrets(config)]);
    assert.deepEqual(raced, first);
    assert.deepEqual(await loadSecrets(config), first);
    assert.match(first.webhookSecret, /^whsec_[A-Za-z0-9+/]{43}=$/);
    assert.ok(first.jwtSecret.length >= 64);
    const info = await Deno.stat(join(dataDir, "new", "jwt.secret"));
    assert.equal((info.mode ?? 0) & 0o777, 0o600);
  });
});

Deno.test("loadSecrets() takes given secrets and writes none of them", async () => {
  await withFolder(async (dataDir) => {
    const given = {
      JWT_SECRET: "x".repeat(40),
      WEBHOOK_SECRET: `whsec_${"A".repeat(44)}`,
      CHANNEL_KEYS: `${"A".repeat(43)}=`,
    };
    const secrets = await loadSecrets(parseConfig({ DATA_DIR: dataDir, ...given }));
    assert.equal(secrets.jwtSecret, given.JWT_SECRET);
    assert.equal([...Deno.readDirSync(dataDir)].length, 0);
  });
});
