import assert from "node:assert/strict";
import { AddressGuard } from "../../outgoing/address_guard.ts";
import { OutgoingHttp } from "../../outgoing/outgoing_http.ts";
import type { ChannelKindName, SettingValue } from "../channel.ts";
import { CHANNEL_KINDS_BY_NAME } from "../channel_kinds.ts";
import { NO_NOTICES } from "../testing/no_notices.ts";
import { message } from "../testing/messages.ts";

/** Now, for everything that is dated. */
const NOW = Date.parse("2026-11-26T12:00:00Z");
const IN_90_S = "Thu, 26 Nov 2026 12:01:30 GMT";

/** What an answer means: nothing more ever, never again, after so many seconds, or some time. */
type Meaning = "gone" | "final" | "later" | number;

const json = (status: number, body: unknown) => Response.json(body, { status });
const text = (status: number, body = "", headers: Record<string, string> = {}) =>
  new Response(body, { status, headers });
const meta = (code: number, status = 400) => json(status, { error: { code } });

/** Per kind: what it is answered, and what that means. */
const ANSWERS: Partial<Record<ChannelKindName, [string, Response, Meaning][]>> = {
  slack: [
    ["invalid_payload", text(400, "invalid_payload"), "final"],
    ["channel_not_found", text(404, "channel_not_found"), "gone"],
    ["channel_is_archived", text(410, "channel_is_archived"), "gone"],
    ["invalid_token", text(403, "invalid_token"), "gone"],
    ["action_prohibited", text(403, "action_prohibited"), "final"],
    ["429 for 7 s", text(429, "rate_limited", { "retry-after": "7" }), 7],
    ["500", text(500, "rollup_error"), "later"],
  ],
  telegram: [
    [
      "retry_after in the body, not in the header",
      Response.json(
        { ok: false, error_code: 429, parameters: { retry_after: 17 } },
        { status: 429, headers: { "retry-after": "1" } },
      ),
      17,
    ],
    ["429 with a header only", text(429, "{}", { "retry-after": "4" }), 4],
    ["a bad request", json(400, { ok: false, description: "message is too long" }), "final"],
    ["a bot that was blocked", json(403, { ok: false, error_code: 403 }), "gone"],
    ["a token that is wrong", json(401, { ok: false, error_code: 401 }), "gone"],
    ["200 that is none", json(200, { ok: false }), "final"],
    ["502 in HTML", text(502, "<html>"), "later"],
  ],
  whatsapp: [
    ["number's limit", meta(130429), 1],
    ["pair's limit", meta(131056), 6],
    ["marketing limit", meta(131049), 3600],
    ["application's limit", meta(4), 60],
    ["something went wrong", meta(131000, 500), "later"],
    ["undeliverable", meta(131026), "final"],
    ["window closed", meta(131047), "final"],
    ["template is missing", meta(132001, 404), "final"],
    ["template's parameters", meta(132000), "final"],
    ["token expired", meta(190, 401), "gone"],
    ["503 without a code", text(503, "busy"), "later"],
  ],
  webhook: [
    ["410", text(410), "gone"],
    ["404", text(404), "gone"],
    ["400", text(400), "final"],
    ["301", text(301, "", { location: "http://127.0.0.1:1/" }), "final"],
    ["307", text(307, "", { location: "http://127.0.0.1:1/" }), "final"],
    ["408", text(408), "later"],
    ["429 in seconds", text(429, "", { "retry-after": "3" }), 3],
    ["429 until a date", text(429, "", { "retry-after": IN_90_S }), 90],
    [
      "503 until a date that is over",
      text(503, "", { "retry-after": new Date(0).toUTCString() }),
      0,
    ],
    ["429 for a day", text(429, "", { "retry-after": "86400" }), 3600],
    ["429 for nonsense", text(429, "", { "retry-after": "soon" }), "later"],
    ["504", text(504), "later"],
  ],
};

function settingsOf(kind: ChannelKindName, url: string): Record<string, SettingValue> {
  if (kind === "slack") return { url: `${url}/services/T/B/secret` };
  if (kind === "webhook") return { url: `${url}/secret`, secret: `whsec_${"A".repeat(32)}` };
  if (kind === "telegram") return { token: "123:secretsecret", chatId: "-42", baseUrl: url };
  const whatsapp = { phoneNumberId: "12345", to: "5511987654321", template: "alerta" };
  return { ...whatsapp, token: "secret", baseUrl: url };
}

function meaningOf(error: unknown): Meaning {
  assert.ok(error instanceof Error, "the answer was taken for success");
  assert.ok(!error.message.includes("secret"), error.message);
  if ("retryAfterMs" in error) return Number(error.retryAfterMs) / 1000;
  if (error.name === "ChannelGoneError") return "gone";
  return "permanent" in error ? "final" : "later";
}

for (const [kind, answers] of Object.entries(ANSWERS)) {
  Deno.test(`${kind} tells what ends a channel, what ends a message and what passes`, async () => {
    const queue = answers.map(([, answer]) => answer);
    const server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      () => queue.shift()!,
    );
    const guard = new AddressGuard(["127.0.0.1"]);
    const { deliver } = CHANNEL_KINDS_BY_NAME[kind as ChannelKindName];
    const settings = settingsOf(kind as ChannelKindName, `http://127.0.0.1:${server.addr.port}`);
    const deps = { guard, notices: NO_NOTICES, http: new OutgoingHttp(guard), now: () => NOW };
    try {
      for (const [name, , meaning] of answers) {
        const error = await deliver(message("n1"), settings, {
          ...deps,
          channelId: "c",
          recipients: [],
        }).then(() => null, (error) => error);
        assert.equal(meaningOf(error), meaning, name);
      }
    } finally {
      await server.shutdown();
    }
  });
}
