import { z } from "zod";
import { FILTER_PARAMETERS } from "../events/filter_query.ts";
import { PAGE_PARAMETERS } from "../http/query.ts";
import type { SchemaObject } from "./openapi_types.ts";
import { type Parameters, parameters, type ParameterText } from "./operation.ts";

/** What a parameter of a time takes. */
export const TIME = "An ISO 8601 time with `Z` or an offset, or a date.";
export const TIME_SCHEMA: SchemaObject = {
  anyOf: [{ type: "string", format: "date-time" }, { type: "string", format: "date" }],
};
const NUMBER_SCHEMA: SchemaObject = { type: "number" };

/** What the event filters mean. */
export const FILTER_TEXTS: Readonly<Record<keyof typeof FILTER_PARAMETERS, ParameterText>> = {
  type: { description: "Exactly this type, such as `purchase`." },
  userId: { description: "Exactly this user." },
  source: { description: "Delivered by this API key or webhook source." },
  region: { description: "`metadata.region`, exactly." },
  product: { description: "`metadata.product`, exactly." },
  category: { description: "`metadata.category`, exactly." },
  merchant: { description: "`metadata.merchant`, exactly." },
  from: { description: `Start of \`timestamp\`, inclusive. ${TIME}`, schema: TIME_SCHEMA },
  to: { description: `End of \`timestamp\`, exclusive. ${TIME}`, schema: TIME_SCHEMA },
  minValue: { description: "Least `value`, inclusive.", schema: NUMBER_SCHEMA },
  maxValue: { description: "Greatest `value`, inclusive.", schema: NUMBER_SCHEMA },
  q: { description: "Text in id, userId, type, source or metadata, whatever its case." },
};

/** The same where a period is needed. */
export const RANGED_FILTER_TEXTS: typeof FILTER_TEXTS = {
  ...FILTER_TEXTS,
  from: {
    description: `Start of the period, inclusive; default 24 hours before its end. ${TIME}`,
    schema: TIME_SCHEMA,
  },
  to: { description: `End of the period, exclusive; default now. ${TIME}`, schema: TIME_SCHEMA },
};

export const PAGE_TEXTS: Readonly<Record<keyof typeof PAGE_PARAMETERS, ParameterText>> = {
  limit: {
    description: "How many at most.",
    schema: { type: "integer", minimum: 1, maximum: 500, default: 50 },
  },
  cursor: { description: "`next` of the page before." },
};

/** `limit` and `cursor`, for lists without filters. */
export const PAGE_QUERY = parameters(z.object(PAGE_PARAMETERS), PAGE_TEXTS);

/** One path segment. Reserved characters in it must be percent-encoded. */
export function pathParameter(name: string, description: string, example: string): Parameters {
  return parameters(z.object({ [name]: z.string().min(1) }), { [name]: { description, example } });
}
