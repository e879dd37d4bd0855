import assert from "node:assert/strict";
import { DEFAULT_CONFIG } from "@/lib/alerts/routing/routing_config.ts";
import { SECRET } from "@/lib/notifications/testing/delivery_rig.ts";
import { openTestApp } from "../http/app_fixture.ts";

Deno.test("a channel speaks the language of who adds it, or the one that is chosen", async () => {
  const app = await openTestApp();
  try {
    const { accessToken } = await app.signIn("ADMIN");
    const send = async (path: string, method: string, body: unknown, cookie = "") => {
      const response = await app.fetch(`/api/v1/channels${path}`, {
        method,
        headers: {
          authorization: `Bearer ${accessToken}`,
          "content-type": "application/json",
          "accept-language": "pt-BR,pt;q=0.9",
          cookie,
        },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: await response.json() };
    };
    const zone = "vigia_tz=America%2FSao_Paulo";
    const mine = await send("", "POST", { name: "a", kind: "in-app" }, zone);
    assert.deepEqual([mine.body.language, mine.body.timeZone], ["pt-BR", "America/Sao_Paulo"]);
    const chosen = { name: "b", kind: "in-app", language: "en", timeZone: "Europe/Lisbon" };
    const other = await send("", "POST", chosen, zone);
    assert.deepEqual([other.body.language, other.body.timeZone], ["en", "Europe/Lisbon"]);
    const changed = await send(`/${mine.body.id}`, "PATCH", { language: "en" });
    assert.deepEqual([changed.body.language, changed.body.timeZone], ["en", "America/Sao_Paulo"]);

    const wrong = await send("", "POST", {
      name: "c",
      kind: "in-app",
      language: "tlh",
      timeZone: "Mars/Olympus",
    });
    assert.equal(wrong.status, 422);
    const paths = wrong.body.errors.map(({ path }: { path: string }) => path).toSorted();
    assert.deepEqual(paths, ["language", "timeZone"]);
  } finally {
    await app.close();
  }
});

Deno.test("unknown kinds and wrong settings of channels are named by field, and nothing is kept", async () => {
  const app = await openTestApp();
  try {
    const { accessToken } = await app.signIn("ADMIN");
    const url = "https://hooks.example.com";
    const cases: [Record<string, unknown>, string[]][] = [
      [{ kind: "pigeon" }, ["kind"]],
      [{ kind: "webhook", settings: {} }, ["settings.secret", "settings.url"]],
      [{ kind: "webhook", settings: { url, secret: SECRET, format: "xml" } }, ["settings.format"]],
      [{ kind: "webhook", settings: { url: "ftp://x", secret: SECRET } }, ["settings.url"]],
      [{ kind: "webhook", settings: { url: "https://u:p@hooks.example.com", secret: SECRET } }, [
        "settings.url",
      ]],
      [{ kind: "slack", settings: { url, surprise: 1 } }, ["settings.surprise"]],
      [{ kind: "telegram", settings: { token: "1:2", chatId: "?" } }, [
        "settings.chatId",
        "settings.token",
      ]],
      [{
        kind: "whatsapp",
        settings: { token: "t", phoneNumberId: "12345", to: "5511987654321", template: "No {{x}}" },
      }, ["settings.template"]],
      [{
        kind: "smtp",
        settings: {
          host: "mail.example.com",
          port: 70_000,
          from: "a@a.example",
          to: "a@a.example, b",
        },
      }, ["settings.port", "settings.to"]],
      ...["http://x/\r\n", "a b", "x\r\nEHLO", "../x", "127.0.0.1:25", "ana@x"].map(
        (host): [Record<string, unknown>, string[]] => [
          { kind: "smtp", settings: { host, from: "a@a.example", to: "b@b.example" } },
          ["settings.host"],
        ],
      ),
      [{ kind: "in-app", settings: { url: { nested: true } } }, ["settings.url"]],
    ];
    for (const [channel, paths] of cases) {
      const response = await app.post("/api/v1/channels", { name: "x", ...channel }, accessToken);
      assert.equal(response.status, 422, JSON.stringify(channel));
      const { errors } = await response.json();
      const found = errors.map(({ path }: { path: string }) => path).toSorted();
      assert.deepEqual(found, paths, JSON.stringify(channel));
    }
    assert.deepEqual(await app.services.channels.list(), []);
  } finally {
    await app.close();
  }
});

Deno.test("a channel that routes name is not deleted, and the answer names the routes", async () => {
  const app = await openTestApp();
  try {
    const { accessToken } = await app.signIn("ADMIN");
    const send = async (path: string, method: string, body?: unknown) => {
      const response = await app.fetch(path, {
        method,
        headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === "" ? null : JSON.parse(text) };
    };
    const { body: { id } } = await send("/api/v1/channels", "POST", { name: "a", kind: "in-app" });
    const { defaults } = DEFAULT_CONFIG;
    const config = {
      ...DEFAULT_CONFIG,
      defaults: { ...defaults, escalation: [{ afterMinutes: 5, channels: [id] }] },
      routes: [{ name: "payments", matchers: [], channels: [id] }],
    };
    await send("/api/v1/alert-routing", "PUT", { version: 0, config });
    const refused = await send(`/api/v1/channels/${id}`, "DELETE");
    assert.equal(refused.status, 409);
    assert.match(refused.body.detail, /\(default, payments\)/);

    await send("/api/v1/alert-routing", "PUT", { version: 1, config: DEFAULT_CONFIG });
    assert.equal((await send(`/api/v1/channels/${id}`, "DELETE")).status, 204);
  } finally {
    await app.close();
  }
});
