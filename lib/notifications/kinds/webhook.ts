import { z } from "zod";
import { alertmanagerBody } from "../../alerts/routing/alertmanager_output.ts";
import { WebhookSigner } from "../../events/standard_webhooks.ts";
import { defineChannelKind } from "../channel_kind.ts";
import { answered, errorOf } from "../http_failure.ts";
import type { Message } from "../message_composer.ts";
import { webAddress } from "./web_address.ts";

const settings = z.strictObject({
  url: webAddress("Must be an http or https address"),
  secret: z.string().regex(
    /^whsec_[A-Za-z0-9+/]{32,}={0,2}$/,
    "Must be whsec_ and 24 to 64 bytes in base64",
  ),
  /** Alertmanager's JSON, for whoever reads it already, or Vigia's own. */
  format: z.enum(["alertmanager", "vigia"]).default("alertmanager"),
});

/** Signed as Standard Webhooks asks, whatever the format of the body. */
export const WEBHOOK = defineChannelKind({
  name: "webhook",
  settings,
  secrets: ["secret"],
  destination: ["url"],
  rate: { burst: 10, everyMs: 200 },
  async deliver(message, { url, secret, format }, { http, now, channelId }) {
    const content = format === "vigia"
      ? ownBody(message, now())
      : { ...alertmanagerOf(message, channelId), title: message.title, text: message.text };
    const body = new TextEncoder().encode(JSON.stringify(content));
    const signer = new WebhookSigner(secret);
    const answer = await http.post(url, body, {
      "content-type": "application/json",
      ...await signer.headers(message.id, body, Math.floor(now() / 1000)),
    });
    if (answer.status < 200 || answer.status > 299) {
      const failure = answered("receiver", answer.status, answer.text, [secret]);
      throw errorOf(answer, now(), failure);
    }
    return `HTTP ${answer.status}`;
  },
});

/** Alertmanager knows no notices: they are about alerts that fire. */
function alertmanagerOf(message: Message, channelId: string) {
  const status = message.status === "info" ? "firing" : message.status;
  return alertmanagerBody({ ...message, status }, channelId);
}

/** As Standard Webhooks recommends: type, time and data. Links that act for a person stay here. */
function ownBody(message: Message, now: number) {
  const { about: _about, alerts, status, ...data } = message;
  return {
    type: status === "info" ? "notice" : `alert.${status}`,
    timestamp: new Date(now).toISOString(),
    data: { ...data, status, alerts: alerts.map(({ acknowledgeUrl: _url, ...alert }) => alert) },
  };
}
