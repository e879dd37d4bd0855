import { z } from "zod";
import { SEVERITIES } from "../alerts/alert.ts";
import type { CollectionSpec } from "../store/collections.ts";

const noticeSchema = z.object({
  status: z.enum(["firing", "resolved", "info"]),
  severity: z.enum(SEVERITIES),
  title: z.string(),
  text: z.string(),
  url: z.string().nullable(),
});

/** A notification that is shown in Vigia itself. */
export type Notice = z.infer<typeof noticeSchema>;

export const NOTICES: CollectionSpec<Notice> = {
  name: "notification_notices",
  schema: noticeSchema,
};
