import { z } from "zod";
import { NDJSON_TYPE } from "../events/body_formats.ts";
import { MAX_BATCH } from "../events/event.ts";
import {
  WEBHOOK_ID_HEADER,
  WEBHOOK_ID_PATTERN,
  WEBHOOK_SIGNATURE_HEADER,
  WEBHOOK_TIMESTAMP_HEADER,
  WEBHOOK_TOLERANCE_SECONDS,
} from "../events/standard_webhooks.ts";
import {
  deliveryAnswerComponent,
  deliveryComponent,
  deliveryProblemComponent,
} from "./event_schemas.ts";
import { EXAMPLE_EVENT_ID, INCOMING_EXAMPLE, NDJSON_EXAMPLE } from "./examples.ts";
import { type ContentByType, json, type Operation, parameters, problemJson } from "./operation.ts";

const SIGNATURE_HEADERS = parameters(
  z.object({
    [WEBHOOK_ID_HEADER]: z.string().regex(WEBHOOK_ID_PATTERN).optional(),
    [WEBHOOK_TIMESTAMP_HEADER]: z.string().regex(/^\d{1,12}$/).optional(),
    [WEBHOOK_SIGNATURE_HEADER]: z.string().optional(),
  }),
  {
    [WEBHOOK_ID_HEADER]: {
      description: "Unique id of the delivery, the same at every attempt. Events without an `id` " +
        "of their own take theirs from it, so that a repeated delivery counts once.",
    },
    [WEBHOOK_TIMESTAMP_HEADER]: {
      description: "Time of this attempt in seconds since 1970; at most " +
        `${WEBHOOK_TOLERANCE_SECONDS / 60} minutes from the server's clock.`,
    },
    [WEBHOOK_SIGNATURE_HEADER]: {
      description: "`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; several, " +
        "separated by spaces, while a secret is rotated.",
    },
  },
);

const BODY: ContentByType = {
  "application/json": {
    schema: deliveryComponent,
    examples: {
      one: { summary: "One event", value: INCOMING_EXAMPLE },
      several: {
        summary: "Several events",
        value: [INCOMING_EXAMPLE, { userId: "ana", type: "login" }],
      },
    },
  },
  [NDJSON_TYPE]: {
    schema: { type: "string", description: "One event a line, each a JSON object." },
    examples: { lines: { summary: "One event a line", value: NDJSON_EXAMPLE } },
  },
};

const NO_USER = { path: "userId", message: "Must be a string" };

const ACCEPTED = {
  202: {
    description: "The valid events are durable; they will be counted once, whatever happens.",
    content: json(deliveryAnswerComponent, {
      accepted: 1,
      ids: [EXAMPLE_EVENT_ID],
      rejected: [],
    }),
  },
} as const;

const deliver = {
  method: "post",
  tag: "Ingest",
  permission: "webhook",
  headers: SIGNATURE_HEADERS,
  body: {
    description: `One event, an array of at most ${MAX_BATCH.toLocaleString("en")}, ` +
      "or one a line; at most 1 MiB.",
    content: BODY,
  },
  answers: ACCEPTED,
  problems: {
    422: {
      description: "None of the events is valid; `rejected` has each with its errors.",
      content: problemJson(deliveryProblemComponent, {
        type: "about:blank",
        title: "Unprocessable Entity",
        status: 422,
        detail: "The event is not valid; see errors",
        errors: [NO_USER],
        rejected: [{ index: 0, errors: [NO_USER] }],
      }),
    },
  },
  errors: {
    401: "Neither a valid API key nor a signature that fits the body.",
    403: "The key has no `events:write`.",
    503: "The events could not be made durable; send them again after `Retry-After` seconds.",
  },
} satisfies Partial<Operation>;

export const INGEST_OPERATIONS: readonly Operation[] = [
  {
    ...deliver,
    id: "deliverEvents",
    path: "/webhook/event",
    summary: "Deliver events",
    description: "Takes events from an API key that has `events:write`, or from a sender that " +
      "signs by Standard Webhooks. Each event is judged by itself: valid ones are accepted, the " +
      "others come back in `rejected`. The answer is given when they are durable.\n\n" +
      "An `id` makes an event idempotent: sent again within 30 days it is accepted again and " +
      "counted once. Browsers' session cookies do not count here.",
  },
  {
    ...deliver,
    id: "deliverEventsByShortName",
    path: "/event",
    summary: "Deliver events (short name)",
    description: "The same as `POST /webhook/event`, under the name that Vigilante de Gastos uses.",
  },
];
