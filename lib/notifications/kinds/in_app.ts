import { z } from "zod";
import { DuplicateError } from "../../store/store.ts";
import { defineChannelKind } from "../channel_kind.ts";
import { NOTICES } from "../notice.ts";

/** Shown in Vigia itself. */
export const IN_APP = defineChannelKind({
  name: "in-app",
  settings: z.strictObject({}),
  secrets: [],
  destination: [],
  rate: { burst: 100, everyMs: 10 },
  async deliver(notification, _settings, { store, channelId }) {
    const { id, status, severity, title, text, url } = notification;
    try {
      await store.collection(NOTICES).insert({
        id: `${id}:${channelId}`,
        status,
        severity,
        title,
        text,
        url,
      });
    } catch (error) {
      // An earlier try got this far.
      if (!(error instanceof DuplicateError)) throw error;
    }
    return "stored";
  },
});
