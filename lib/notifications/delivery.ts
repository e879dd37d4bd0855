import { z } from "zod";
import type { CollectionSpec } from "../store/collections.ts";
import { CHANNEL_KINDS } from "./channel.ts";

/** Tries of one delivery that are kept, the newest. */
export const MAX_TRIES = 20;
export const DELIVERY_STATES = ["pending", "delivered", "failed"] as const;

const deliverySchema = z.object({
  channelId: z.string(),
  channelName: z.string(),
  kind: z.enum(CHANNEL_KINDS),
  notificationId: z.string(),
  title: z.string(),
  state: z.enum(DELIVERY_STATES),
  /** What the other side said when it took the message. */
  receipt: z.string().nullable(),
  /** Each try, oldest first; `error` is `null` for the one that succeeded. */
  tries: z.array(z.object({ at: z.string().max(30), error: z.string().nullable() })),
});

/** One notification on its way to one channel; its id is the job's. Holds no secrets. */
export type Delivery = z.infer<typeof deliverySchema>;

export const DELIVERIES: CollectionSpec<Delivery> = {
  name: "notification_deliveries",
  schema: deliverySchema,
  indexes: [["channelId"]],
};
