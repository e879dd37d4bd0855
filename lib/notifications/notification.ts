import { z } from "zod";
import { SEVERITIES } from "../alerts/alert.ts";

const texts = z.record(z.string(), z.string());
const time = z.string().max(30);

const notifiedAlertSchema = z.object({
  status: z.enum(["firing", "resolved"]),
  labels: texts,
  annotations: texts,
  startsAt: time,
  endsAt: time.nullable(),
  fingerprint: z.string(),
  value: z.number().nullable(),
  acknowledgeUrl: z.string().nullable(),
});

/** What jobs carry; written by this server, checked again when it is read. */
export const notificationSchema = z.object({
  /** Stable: the same id is delivered once to each channel. */
  id: z.string().min(1).max(124).regex(/^[\x21-\x2d\x2f-\x7e]+$/, "Visible ASCII, no full stop"),
  status: z.enum(["firing", "resolved", "info"]),
  severity: z.enum(SEVERITIES),
  title: z.string(),
  text: z.string(),
  url: z.string().nullable(),
  groupKey: z.string(),
  groupLabels: texts,
  commonLabels: texts,
  commonAnnotations: texts,
  alerts: z.array(notifiedAlertSchema),
});

/** Something that people are told through channels. */
export type Notification = z.infer<typeof notificationSchema>;
