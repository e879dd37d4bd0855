import { z } from "zod";
import { PermanentError } from "../../queue/errors.ts";
import { ChannelGoneError, defineChannelKind } from "../channel_kind.ts";
import { failWith } from "../failure.ts";
import { answered, errorOf, parseAnswer, retryAfter } from "../http_failure.ts";
import { plainMessage } from "./message.ts";
import { webAddress } from "./web_address.ts";

const settings = z.strictObject({
  token: z.string().regex(/^[\x21-\x7e]{1,1000}$/, "Must be an access token"),
  phoneNumberId: z.string().regex(/^\d{5,20}$/, "Must be the id of the sender's number, digits"),
  to: z.string().regex(/^\d{8,15}$/, "Must be the number with its country, digits only"),
  template: z.string().regex(/^[a-z0-9_]{1,512}$/, "Must be the name of an approved template"),
  language: z.string().regex(/^[a-z]{2,3}(_[A-Z]{2})?$/, "Such as pt_BR").default("pt_BR"),
  baseUrl: webAddress().default("https://graph.facebook.com/v26.0"),
});

const answerSchema = z.object({
  messages: z.array(z.object({ id: z.string() })).optional(),
  error: z.object({ code: z.number(), message: z.string().optional() }).optional(),
});

/** Meta's codes that pass by themselves, with the least pause in seconds. */
const PAUSES: ReadonlyMap<number, number> = new Map([
  [4, 60],
  [80007, 60],
  [130429, 1],
  [131056, 6],
  [131049, 3_600],
]);
const TRANSIENT_CODES = new Set([1, 2, 131000, 131016, 131057]);
const TOKEN_EXPIRED = 190;

/** WhatsApp Cloud API: an approved template with one text parameter in its body. */
export const WHATSAPP = defineChannelKind({
  name: "whatsapp",
  settings,
  secrets: ["token"],
  destination: ["baseUrl"],
  rate: { burst: 1, everyMs: 6_000 },
  async deliver(message, settings, { http, now }) {
    const { token, phoneNumberId, to, template, language, baseUrl } = settings;
    // Parameters of templates take no line breaks, tabs or runs of spaces.
    const text = plainMessage(message, 1_000).replace(/\s+/g, " ");
    const answer = await http.post(
      `${baseUrl.replace(/\/+$/, "")}/${phoneNumberId}/messages`,
      JSON.stringify({
        messaging_product: "whatsapp",
        to,
        type: "template",
        template: {
          name: template,
          language: { code: language },
          components: [{ type: "body", parameters: [{ type: "text", text }] }],
        },
      }),
      { "content-type": "application/json", authorization: `Bearer ${token}` },
    );
    const said = parseAnswer(answer, answerSchema);
    if (answer.status === 200 && said?.messages !== undefined) {
      return said.messages[0]?.id ?? "accepted";
    }
    const code = said?.error?.code;
    const words = code === undefined ? undefined : `error ${code} ${said?.error?.message ?? ""}`;
    const failure = answered("WhatsApp", answer.status, words, [token]);
    if (code === undefined) throw errorOf(answer, now(), failure);
    const pause = PAUSES.get(code);
    if (pause !== undefined) throw retryAfter(failure, pause);
    if (TRANSIENT_CODES.has(code)) throw failWith(Error, failure);
    if (code === TOKEN_EXPIRED) throw failWith(ChannelGoneError, failure);
    throw failWith(PermanentError, failure);
  },
});
