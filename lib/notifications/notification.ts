import { z } from "zod";
import { SEVERITIES } from "../alerts/alert.ts";
import { failureSchema } from "./failure.ts";

const texts = z.record(z.string(), z.string());
const time = z.string().max(30);

const aboutSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("alerts"),
    told: z.enum(["news", "repeat", "escalation"]),
    /** How many alerts, and of how many names; `alerts` may hold fewer. */
    total: z.number().int(),
    names: z.number().int(),
  }),
  /** A silence has ended while its alerts still fire. */
  z.object({
    kind: z.literal("lapse"),
    matchers: z.string(),
    createdBy: z.string(),
    comment: z.string(),
    total: z.number().int(),
  }),
  /** Vigia turned a channel off, as the other side takes nothing more. */
  z.object({ kind: z.literal("channelOff"), channel: z.string(), failure: failureSchema }),
  /** Somebody wants to know whether this channel works. */
  z.object({ kind: z.literal("test"), channel: z.string() }),
]);

const notifiedAlertSchema = z.object({
  severity: z.enum(SEVERITIES),
  status: z.enum(["firing", "resolved"]),
  labels: texts,
  annotations: texts,
  startsAt: time,
  endsAt: time.nullable(),
  fingerprint: z.string(),
  value: z.number().nullable(),
  acknowledgeUrl: z.string().nullable(),
});

/** An alert in a notification. */
export type NotifiedAlert = z.infer<typeof notifiedAlertSchema>;

/** What jobs carry; written by this server, checked again when it is read. */
export const notificationSchema = z.object({
  /** Stable: the same id is delivered once to each channel. */
  id: z.string().min(1).max(124).regex(/^[\x21-\x2d\x2f-\x7e]+$/, "Visible ASCII, no full stop"),
  status: z.enum(["firing", "resolved", "info"]),
  severity: z.enum(SEVERITIES),
  /** What it says; written out for each channel's readers, see `composeMessage`. */
  about: aboutSchema,
  url: z.string().nullable(),
  groupKey: z.string(),
  groupLabels: texts,
  commonLabels: texts,
  commonAnnotations: texts,
  alerts: z.array(notifiedAlertSchema),
});

/** Something that people are told through channels. */
export type Notification = z.infer<typeof notificationSchema>;
