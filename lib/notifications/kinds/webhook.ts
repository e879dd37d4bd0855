import { z } from "zod";
import { alertmanagerBody } from "../../alerts/routing/alertmanager_output.ts";
import { WebhookSigner } from "../../events/standard_webhooks.ts";
import { defineChannelKind } from "../channel_kind.ts";
import { failureOf } from "../http_failure.ts";

const settings = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: "Must be an http or https address" }),
  secret: z.string().regex(
    /^whsec_[A-Za-z0-9+/]{32,}={0,2}$/,
    "Must be whsec_ and 24 to 64 bytes in base64",
  ),
});

/** Alertmanager's JSON, version 4, signed as Standard Webhooks asks. Notices have no alerts. */
export const WEBHOOK = defineChannelKind({
  name: "webhook",
  settings,
  secrets: ["secret"],
  destination: ["url"],
  rate: { burst: 10, everyMs: 200 },
  async deliver(notification, { url, secret }, { http, now, channelId }) {
    const known = alertmanagerBody(
      { ...notification, status: notification.status === "info" ? "firing" : notification.status },
      channelId,
    );
    const body = new TextEncoder().encode(JSON.stringify({
      ...known,
      title: notification.title,
      text: notification.text,
    }));
    const signer = new WebhookSigner(secret);
    const answer = await http.post(url, body, {
      "content-type": "application/json",
      ...await signer.headers(notification.id, body, Math.floor(now() / 1000)),
    });
    if (answer.status < 200 || answer.status > 299) throw failureOf(answer, now());
    return `HTTP ${answer.status}`;
  },
});
