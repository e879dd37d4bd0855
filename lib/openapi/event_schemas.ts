import { z } from "zod";
import { MAX_BATCH, MAX_METADATA_BYTES, MAX_METADATA_DEPTH } from "../events/event.ts";
import { eventSchema } from "../events/event_schema.ts";
import { eventChangesSchema, incomingEventSchema } from "../events/incoming.ts";
import type { DeliveryAnswer, RejectedEvent } from "../events/receive_events.ts";
import type { UserTotals } from "../store/events.ts";
import type { SchemaObject } from "./openapi_types.ts";
import { answerComponent, listComponent, requestComponent } from "./operation.ts";
import { fieldErrorSchema, problemSchema } from "./problem_schemas.ts";

const METADATA: SchemaObject = {
  type: "object",
  description: `Anything else, as JSON: at most ${MAX_METADATA_BYTES / 1024} KiB and ` +
    `${MAX_METADATA_DEPTH} levels deep. Well-known: \`region\`, \`product\`, \`category\`, ` +
    "`merchant`, `message`, `currency`.",
};
const TYPE: SchemaObject = {
  description: "What happened. Well-known: `login`, `purchase`, `error`, `expense`, `signup`, " +
    "`refund`, `trade`.",
};
const USER_ID: SchemaObject = { description: "Whom it concerns, in the sender's own naming." };
const VALUE: SchemaObject = { description: "Amount or measure; exact to 1/10,000." };
const CURRENCY: SchemaObject = { description: "ISO 4217 code of `value`." };

export const eventComponent = answerComponent("Event", eventSchema, {
  description: "One fact, as it is stored.",
  fields: {
    id: { description: "The sender's id, or a UUIDv7." },
    userId: USER_ID,
    type: TYPE,
    value: VALUE,
    currency: CURRENCY,
    timestamp: { description: "When it happened." },
    metadata: METADATA,
    source: { description: "Name of the API key or webhook source that delivered it." },
    receivedAt: { description: "When it arrived." },
  },
});

export const eventListComponent = listComponent("EventList", eventComponent, "A page of events.");

const INCOMING_FIELDS = {
  id: {
    description: "Makes the event idempotent: the same id again is accepted and counted once.",
  },
  userId: USER_ID,
  type: TYPE,
  value: VALUE,
  currency: CURRENCY,
  timestamp: { description: "When it happened, with `Z` or an offset. Default: now." },
  metadata: METADATA,
};

export const incomingEventComponent = requestComponent("IncomingEvent", incomingEventSchema, {
  description: "One event as a sender writes it. Other fields than these belong into `metadata`.",
  fields: INCOMING_FIELDS,
});

export const deliveryComponent = requestComponent(
  "Delivery",
  z.union([incomingEventSchema, z.array(incomingEventSchema).min(1).max(MAX_BATCH)]),
  { description: `One event, or an array of at most ${MAX_BATCH.toLocaleString("en")}.` },
);

const { id: _id, ...CHANGED_FIELDS } = INCOMING_FIELDS;
export const eventChangesComponent = requestComponent("EventChanges", eventChangesSchema, {
  description: "The fields to change; those left out stay. `metadata` is replaced as a whole.",
  fields: { ...CHANGED_FIELDS, timestamp: { description: "When it happened." } },
});

const rejectedEventSchema = z.object({
  index: z.number().int().min(0).describe("Position in the array or among the lines, from 0."),
  errors: z.array(fieldErrorSchema),
}) satisfies z.ZodType<RejectedEvent>;

const rejectedEventComponent = answerComponent("RejectedEvent", rejectedEventSchema, {
  description: "An event that was not accepted.",
});

const deliveryAnswerSchema = z.object({
  accepted: z.number().int().min(1).describe("How many events are durable now."),
  ids: z.array(z.string()).describe("Ids of the accepted events, in their order."),
  rejected: z.array(rejectedEventSchema).describe("Events that were not valid; the rest stands."),
}) satisfies z.ZodType<DeliveryAnswer>;

export const deliveryAnswerComponent = answerComponent("DeliveryAnswer", deliveryAnswerSchema, {
  description: "What became of a delivery.",
});

export const deliveryProblemComponent = answerComponent(
  "DeliveryProblem",
  problemSchema.extend({
    rejected: z.array(rejectedEventSchema).optional().describe("Every event with its errors."),
  }),
  {
    description: "A problem that also lists the rejected events.",
    parts: [rejectedEventComponent],
  },
);

export const userTotalsSchema = z.object({
  userId: z.string(),
  events: z.number().int().min(0),
  firstSeen: z.iso.datetime().nullable().describe("Time of the oldest event."),
  lastSeen: z.iso.datetime().nullable().describe("Time of the newest event."),
  byType: z.array(z.object({ type: z.string(), count: z.number().int(), value: z.number() }))
    .describe("Number and sum of `value` for each type."),
}) satisfies z.ZodType<UserTotals>;

export const userTotalsComponent = answerComponent("UserTotals", userTotalsSchema, {
  description: "Totals over a user's whole history.",
});
