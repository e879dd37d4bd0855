import { z } from "zod";
import { defineChannelKind } from "../channel_kind.ts";

/** Shown in Vigia itself. */
export const IN_APP = defineChannelKind({
  name: "in-app",
  settings: z.strictObject({}),
  secrets: [],
  destination: [],
  rate: { burst: 100, everyMs: 10 },
  async deliver(message, _settings, { notices, channelId }) {
    const { id, status, severity, title, text, url } = message;
    await notices.add({ id: `${id}:${channelId}`, status, severity, title, text, url });
    return "stored";
  },
});
