import { z } from "zod";
import { PermanentError } from "../../queue/errors.ts";
import { ChannelGoneError, defineChannelKind } from "../channel_kind.ts";
import { failWith } from "../failure.ts";
import { answered, errorOf, parseAnswer, retryAfter } from "../http_failure.ts";
import { plainMessage } from "./message.ts";
import { webAddress } from "./web_address.ts";

const settings = z.strictObject({
  token: z.string().regex(/^\d+:[\w-]{10,}$/, "Must be the token that BotFather gave"),
  chatId: z.string().regex(/^(-?\d{1,20}|@\w{4,40})$/, "Must be a number or @name"),
  baseUrl: webAddress().default("https://api.telegram.org"),
});

const answerSchema = z.object({
  ok: z.boolean(),
  description: z.string().optional(),
  result: z.object({ message_id: z.number() }).optional(),
  parameters: z.object({ retry_after: z.number().optional() }).optional(),
});

/** A Telegram bot, at Telegram's own server or one's own. */
export const TELEGRAM = defineChannelKind({
  name: "telegram",
  settings,
  secrets: ["token"],
  destination: ["baseUrl"],
  rate: { burst: 3, everyMs: 3_000 },
  async deliver(message, { token, chatId, baseUrl }, { http, now }) {
    const answer = await http.post(
      `${baseUrl.replace(/\/+$/, "")}/bot${token}/sendMessage`,
      JSON.stringify({
        chat_id: chatId,
        text: plainMessage(message, 4_000),
        link_preview_options: { is_disabled: true },
      }),
      { "content-type": "application/json" },
    );
    const said = parseAnswer(answer, answerSchema);
    if (answer.status === 200 && said?.ok) return `message ${said.result?.message_id ?? "?"}`;
    const { status } = answer;
    const failure = answered("Telegram", status, said?.description, [token]);
    const wait = said?.parameters?.retry_after;
    if (status === 429 && wait !== undefined) throw retryAfter(failure, wait);
    if ([401, 403, 404].includes(status)) throw failWith(ChannelGoneError, failure);
    if (status === 200) throw failWith(PermanentError, failure);
    throw errorOf(answer, now(), failure);
  },
});
