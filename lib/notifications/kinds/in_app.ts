import { z } from "zod";
import { defineChannelKind } from "../channel_kind.ts";
import { noticeOf } from "../notice.ts";

/** Shown in Vigia itself. */
export const IN_APP = defineChannelKind({
  name: "in-app",
  settings: z.strictObject({}),
  secrets: [],
  destination: [],
  rate: { burst: 100, everyMs: 10 },
  async deliver(message, _settings, { notices, channelId }) {
    await notices.add({ ...noticeOf(message), id: `${message.id}:${channelId}` });
    return "stored";
  },
});
