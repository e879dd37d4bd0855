import { z } from "zod";
import { ChannelGoneError, defineChannelKind } from "../channel_kind.ts";
import { failWith } from "../failure.ts";
import { answered, errorOf } from "../http_failure.ts";
import { cutText, plainMessage } from "./message.ts";

/** What Slack answers when nothing will be taken any more. */
const GONE = /^(no_service|channel_not_found|channel_is_archived|invalid_token|no_active_hooks)/;

const settings = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: "Must be the address of an incoming webhook" }),
});

/** `&`, `<` and `>` are all that Slack asks to escape. */
function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** A Slack incoming webhook; its address is the secret. */
export const SLACK = defineChannelKind({
  name: "slack",
  settings,
  secrets: ["url"],
  destination: ["url"],
  rate: { burst: 3, everyMs: 1_000 },
  async deliver(message, { url }, { http, now }) {
    const text = escapeText(plainMessage(message, 2_800));
    const body = JSON.stringify({
      text: escapeText(message.title),
      blocks: [{ type: "section", text: { type: "mrkdwn", text: cutText(text, 3_000) } }],
    });
    const answer = await http.post(url, body, { "content-type": "application/json" });
    if (answer.status === 200) return "ok";
    const said = answered("Slack", answer.status, answer.text, [url]);
    if (answer.status < 500 && GONE.test(answer.text)) throw failWith(ChannelGoneError, said);
    throw errorOf(answer, now(), said);
  },
});
