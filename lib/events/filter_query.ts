import { z } from "zod";
import { invalidInput } from "../http/problem.ts";
import { PAGE_PARAMETERS, parseQuery } from "../http/query.ts";
import type { EventFilter, RangedFilter } from "../store/events.ts";
import type { PageRequest } from "../store/pages.ts";
import { EXPORT_FORMATS, type ExportFormat } from "./event_export.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const timeSchema = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);
const TIME_MESSAGE = "Must be an ISO 8601 time with Z or an offset, or a date, like 2026-11-22";

/** Forms send the fields that were left empty; they mean no condition. */
function text(maxLength: number) {
  return z.string().max(maxLength).transform((value) => value === "" ? undefined : value)
    .optional();
}

const time = z.string().transform((value, ctx) => {
  if (value === "") return undefined;
  // A plus sign that was not written as %2B arrives as a space.
  const at = value.replace(/ (?=\d\d:\d\d$)/, "+");
  if (timeSchema.safeParse(at).success) return Date.parse(at);
  ctx.addIssue(TIME_MESSAGE);
  return z.NEVER;
}).optional();

const number = z.string().transform((value, ctx) => {
  if (value === "") return undefined;
  const parsed = /^[+-]?\d{1,15}(?:\.\d{1,15})?$/.test(value) ? Number(value) : NaN;
  if (!Number.isNaN(parsed)) return parsed;
  ctx.addIssue("Must be a number, like 12.5");
  return z.NEVER;
}).optional();

/** The event filters as query parameters; each may be left out. */
export const FILTER_PARAMETERS = {
  type: text(64),
  userId: text(128),
  source: text(128),
  region: text(256),
  product: text(256),
  category: text(256),
  merchant: text(256),
  from: time,
  to: time,
  minValue: number,
  maxValue: number,
  q: text(200),
};

const filterSchema = z.object(FILTER_PARAMETERS);
export type FilterParameters = z.output<typeof filterSchema>;

/**
 * The filter that parsed parameters ask for.
 * @throws ProblemError 422 for ranges that end before they begin.
 */
export function toFilter(parameters: Partial<FilterParameters>): EventFilter {
  const { type, userId, source, region, product, category, merchant, q } = parameters;
  const { from, to, minValue, maxValue } = parameters;
  if (from !== undefined && to !== undefined && from >= to) {
    throw invalidInput([{ path: "to", message: "Must be after from" }]);
  }
  if (minValue !== undefined && maxValue !== undefined && minValue > maxValue) {
    throw invalidInput([{ path: "maxValue", message: "Must not be less than minValue" }]);
  }
  const dimensions = { type, userId, source, region, product, category, merchant };
  return { ...dimensions, from, to, minValue, maxValue, q };
}

/**
 * The same with both ends: without `to` it ends now, without `from` it begins 24 hours before its end.
 * @throws ProblemError 422
 */
export function toRangedFilter(parameters: FilterParameters, nowMs = Date.now()): RangedFilter {
  // The end is exclusive, and an event that was stored in this millisecond counts.
  const to = parameters.to ?? nowMs + 1;
  const from = parameters.from ?? to - DAY_MS;
  return { ...toFilter({ ...parameters, from, to }), from, to };
}

/** Query of a list of events. */
export const listSchema = filterSchema.extend(PAGE_PARAMETERS);

/**
 * Filter and page of a list of events.
 * @throws ProblemError 422 naming each parameter that is unknown or wrong.
 */
export function parseListQuery(url: URL): { filter: EventFilter; page: PageRequest } {
  const { limit, cursor, ...parameters } = parseQuery(url, listSchema);
  return { filter: toFilter(parameters), page: { limit, cursor } };
}

/** Query of an export. */
export const exportSchema = filterSchema.extend({ format: z.enum(EXPORT_FORMATS).default("csv") });

/** Filter and format of an export. @throws ProblemError 422 */
export function parseExportQuery(url: URL): { filter: EventFilter; format: ExportFormat } {
  const { format, ...parameters } = parseQuery(url, exportSchema);
  return { filter: toFilter(parameters), format };
}
