import assert from "node:assert/strict";
import { z } from "zod";
import { parseConfig } from "../config.ts";
import { silentLogger } from "../logging/logger.ts";
import { openStore } from "../store/open.ts";
import { ChannelBook } from "./channel_book.ts";
import type { ChannelKindName, SettingValue } from "./channel.ts";
import { SecretBox } from "./secret_box.ts";

type Settings = Record<string, SettingValue>;

/** Each kind with secrets: what it needs, another address, and the secrets that must come again. */
const KINDS: [ChannelKindName, Settings, Settings, Settings][] = [
  [
    "webhook",
    { url: "https://a.example/hook", secret: `whsec_${"A".repeat(32)}` },
    { url: "https://b.example/hook" },
    { secret: `whsec_${"B".repeat(32)}` },
  ],
  [
    "telegram",
    { token: "123:abcdefghijkl", chatId: "-42" },
    { baseUrl: "https://b.example" },
    { token: "456:abcdefghijkl" },
  ],
  [
    "whatsapp",
    { token: "tok", phoneNumberId: "12345", to: "5511987654321", template: "alerta" },
    { baseUrl: "https://b.example" },
    { token: "other" },
  ],
  [
    "smtp",
    { host: "a.example", user: "u", password: "p", from: "a@a.example", to: "b@a.example" },
    { host: "b.example" },
    { password: "q" },
  ],
];

async function withBook(test: (channels: ChannelBook) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  const store = await openStore(parseConfig({ DATA_DIR: folder }), silentLogger);
  try {
    await test(new ChannelBook(store, new SecretBox([`${"A".repeat(43)}=`])));
  } finally {
    await store.close();
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("ChannelBook asks for the secrets again when their address changes", async () => {
  await withBook(async (channels) => {
    for (const [kind, settings, moved, secrets] of KINDS) {
      const { id } = await channels.create({ name: kind, kind, settings });
      const [secret] = Object.keys(secrets);
      for (const tried of [moved, { ...moved, [secret!]: "" }]) {
        await assert.rejects(
          channels.change(id, { settings: tried }),
          (error) =>
            error instanceof z.ZodError && error.issues[0]!.path.join(".") === `settings.${secret}`,
          kind,
        );
      }
      const kept = await channels.settingsOf((await channels.get(id))!);
      assert.deepEqual({ ...kept, ...settings }, kept, kind);
      await channels.change(id, { settings }); // The same address: nothing is asked.
      await channels.change(id, { settings: { ...moved, ...secrets } });
      const after = await channels.settingsOf((await channels.get(id))!);
      assert.deepEqual({ ...after, ...moved, ...secrets }, after, kind);
    }
  });
});

Deno.test("ChannelBook moves a mail server that needs no password", async () => {
  await withBook(async (channels) => {
    const settings = { host: "a.example", from: "a@a.example", to: "b@a.example" };
    const { id, secrets } = await channels.create({ name: "mail", kind: "smtp", settings });
    assert.deepEqual(secrets, []);
    const changed = await channels.change(id, { settings: { host: "b.example" } });
    assert.equal(changed!.settings.host, "b.example");
  });
});

Deno.test("ChannelBook asks for a mail server's password again when it would go elsewhere or in the clear", async () => {
  await withBook(async (channels) => {
    const [, settings] = KINDS.find(([kind]) => kind === "smtp")!;
    const { id } = await channels.create({ name: "mail", kind: "smtp", settings });
    const moves: Settings[] = [{ port: 2525 }, { security: "none" }, { security: "tls" }];
    for (const moved of moves) {
      await assert.rejects(channels.change(id, { settings: moved }), z.ZodError);
      const kept = await channels.settingsOf((await channels.get(id))!);
      assert.deepEqual([kept.port, kept.security], [587, "starttls"]);
    }
    const changed = await channels.change(id, { settings: { port: "587", to: "c@a.example" } });
    assert.equal(changed!.settings.to, "c@a.example");
  });
});
