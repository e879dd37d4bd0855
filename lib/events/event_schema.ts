import { z } from "zod";
import { CURRENCY_PATTERN, EVENT_TYPE_PATTERN, MAX_USER_ID_LENGTH } from "./event.ts";

/** The answer schema, for OpenAPI and for MongoDB's validators. */
export const eventSchema = z.object({
  id: z.string().min(1).max(128),
  userId: z.string().min(1).max(MAX_USER_ID_LENGTH),
  type: z.string().regex(EVENT_TYPE_PATTERN),
  value: z.number().nullable(),
  currency: z.string().regex(CURRENCY_PATTERN).optional(),
  timestamp: z.iso.datetime(),
  metadata: z.record(z.string(), z.json()),
  source: z.string(),
  receivedAt: z.iso.datetime(),
});
