import { z } from "zod";
import { SEVERITIES } from "../alerts/alert.ts";
import type { CollectionSpec } from "../store/collections.ts";
import type { Message } from "./message_composer.ts";

const noticeSchema = z.object({
  status: z.enum(["firing", "resolved", "info"]),
  severity: z.enum(SEVERITIES),
  title: z.string(),
  text: z.string(),
  url: z.string().nullable(),
});

/** A notification that is shown in Vigia itself. */
export type Notice = z.infer<typeof noticeSchema>;

/** A message as it is shown in Vigia. */
export function noticeOf(
  { id, status, severity, title, text, url }: Message,
): Notice & { id: string } {
  return { id, status, severity, title, text, url };
}

export const NOTICES: CollectionSpec<Notice> = {
  name: "notification_notices",
  schema: noticeSchema,
};

/** So many notices are kept at least, and about as many at most. */
export const KEPT_NOTICES = 500;

/** Notices that may have been read one by one; as many as there can be for a minute. */
export const MAX_READ_IDS = 2 * KEPT_NOTICES;

const readMarkSchema = z.object({
  userId: z.string(),
  /** Everything up to this instant counts as read. */
  readUpTo: z.string(),
  /** Later notices that were read one by one. */
  readIds: z.array(z.string()).max(MAX_READ_IDS),
});

/** What a person has read; there is none until something was. */
export type ReadMark = z.infer<typeof readMarkSchema>;

export const READ_MARKS: CollectionSpec<ReadMark> = {
  name: "notification_read_marks",
  schema: readMarkSchema,
  unique: [["userId"]],
};

/** A notice as one person sees it. */
export interface NoticeView extends Notice {
  id: string;
  createdAt: string;
  isRead: boolean;
}
