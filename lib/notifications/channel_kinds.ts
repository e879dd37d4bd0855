import type { ChannelKindName } from "./channel.ts";
import type { AnyChannelKind } from "./channel_kind.ts";
import { IN_APP } from "./kinds/in_app.ts";
import { SLACK } from "./kinds/slack.ts";
import { SMTP } from "./kinds/smtp.ts";
import { TELEGRAM } from "./kinds/telegram.ts";
import { WEBHOOK } from "./kinds/webhook.ts";
import { WHATSAPP } from "./kinds/whatsapp.ts";

/** Every kind of channel; a new one is a file in `kinds/` and a row here. */
export const CHANNEL_KINDS_BY_NAME: Readonly<Record<ChannelKindName, AnyChannelKind>> = {
  "in-app": IN_APP,
  smtp: SMTP,
  slack: SLACK,
  telegram: TELEGRAM,
  whatsapp: WHATSAPP,
  webhook: WEBHOOK,
};
