import { z } from "zod";
import type { CollectionSpec } from "../store/collections.ts";
import { CHANNEL_KINDS } from "./channel.ts";
import { DELIVERY_STATES } from "./delivery_state.ts";
import { failureSchema } from "./failure.ts";

/** Tries of one delivery that are kept, the newest. */
export const MAX_TRIES = 20;

const deliverySchema = z.object({
  channelId: z.string(),
  /** `null` when the channel was deleted before the first try. */
  channelName: z.string().nullable(),
  kind: z.enum(CHANNEL_KINDS).nullable(),
  notificationId: z.string(),
  title: z.string(),
  state: z.enum(DELIVERY_STATES),
  /** What the other side said when it took the message. */
  receipt: z.string().nullable(),
  /** Each try, oldest first; `error` is `null` for the one that succeeded. */
  tries: z.array(z.object({
    at: z.string().max(30),
    error: z.string().nullable(),
    /** The same without a language. */
    failure: failureSchema.nullable(),
    /** Whether the other side was called; not when the channel is off, paused or not allowed. */
    isSent: z.boolean(),
  })),
  /** What each recipient answered, at kinds that tell several. */
  recipients: z.array(z.object({
    recipient: z.string(),
    state: z.enum(["taken", "later", "refused"]),
    answer: z.string(),
  })),
});

/** One notification on its way to one channel; its id is the job's. Holds no secrets. */
export type Delivery = z.infer<typeof deliverySchema>;

export const DELIVERIES: CollectionSpec<Delivery> = {
  name: "notification_deliveries",
  schema: deliverySchema,
  indexes: [["channelId"], ["channelId", "state"], ["state"], ["notificationId"]],
};
