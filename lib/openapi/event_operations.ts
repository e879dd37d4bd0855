import { EXPORT_FORMATS } from "../events/event_export.ts";
import { exportSchema, listSchema } from "../events/filter_query.ts";
import {
  eventChangesComponent,
  eventComponent,
  eventListComponent,
  incomingEventComponent,
  userTotalsComponent,
} from "./event_schemas.ts";
import { EVENT_EXAMPLE, EXAMPLE_EVENT_ID, EXAMPLE_USER, INCOMING_EXAMPLE } from "./examples.ts";
import { json, type Operation, parameters, text } from "./operation.ts";
import { FILTER_TEXTS, PAGE_QUERY, PAGE_TEXTS, pathParameter } from "./shared_parameters.ts";

const NO_EVENT = "There is no event with this id.";
const BY_ID = pathParameter("id", "Id of the event, percent-encoded.", EXAMPLE_EVENT_ID);
const BY_USER = pathParameter("userId", "The user, percent-encoded.", EXAMPLE_USER);

const EVENT_PAGE = {
  200: {
    description: "A page, newest first.",
    content: json(eventListComponent, { items: [EVENT_EXAMPLE], next: null }),
  },
} as const;

const LIST_QUERY = parameters(listSchema, {
  ...FILTER_TEXTS,
  ...PAGE_TEXTS,
  type: { ...FILTER_TEXTS.type, example: "purchase" },
  limit: { ...PAGE_TEXTS.limit, example: "20" },
});

const EXPORT_QUERY = parameters(exportSchema, {
  ...FILTER_TEXTS,
  format: {
    description: "A spreadsheet's CSV (RFC 4180), or one JSON object a line.",
    schema: { type: "string", enum: [...EXPORT_FORMATS], default: "csv" },
    example: "csv",
  },
});

const CSV_EXAMPLE = "id,timestamp,receivedAt,source,userId,type,value,currency,region,product," +
  "category,merchant,metadata\r\n" +
  "order-1042,2026-11-22T12:00:00.000Z,2026-11-22T12:00:00.000Z,shop,ana,purchase,129.9,BRL,SP," +
  'Mug,,,"{""product"":""Mug"",""region"":""SP""}"\r\n';

export const EVENT_OPERATIONS: readonly Operation[] = [
  {
    id: "listEvents",
    method: "get",
    path: "/api/v1/events",
    tag: "Events",
    summary: "List events",
    description: "All given filters must hold. Follow `next` until it is `null` to read on.",
    permission: "events:read",
    query: LIST_QUERY,
    answers: EVENT_PAGE,
  },
  {
    id: "createEvent",
    method: "post",
    path: "/api/v1/events",
    tag: "Events",
    summary: "Add one event",
    description: "Stores one event before it answers. With an `id` that is stored already it " +
      "answers with the stored event. Senders in bulk use `POST /webhook/event`.",
    permission: "events:write",
    body: {
      description: "The event.",
      content: json(incomingEventComponent, INCOMING_EXAMPLE),
    },
    answers: {
      201: {
        description: "The event as it is stored.",
        headers: {
          Location: { description: "Path of the event.", schema: { type: "string" } },
        },
        content: json(eventComponent, EVENT_EXAMPLE),
      },
    },
    errors: { 409: "An event with this id was deleted; send it under another id." },
  },
  {
    id: "getEvent",
    method: "get",
    path: "/api/v1/events/{id}",
    tag: "Events",
    summary: "Read one event",
    permission: "events:read",
    pathParameters: BY_ID,
    answers: { 200: { description: "The event.", content: json(eventComponent, EVENT_EXAMPLE) } },
    errors: { 404: NO_EVENT },
  },
  {
    id: "changeEvent",
    method: "patch",
    path: "/api/v1/events/{id}",
    tag: "Events",
    summary: "Correct one event",
    description: "Changes the given fields; every figure follows at once.",
    permission: "events:write",
    pathParameters: BY_ID,
    body: {
      description: "The fields to change.",
      content: json(eventChangesComponent, { value: 119.9 }),
    },
    answers: {
      200: {
        description: "The changed event.",
        content: json(eventComponent, { ...EVENT_EXAMPLE, value: 119.9 }),
      },
    },
    errors: { 404: NO_EVENT },
  },
  {
    id: "deleteEvent",
    method: "delete",
    path: "/api/v1/events/{id}",
    tag: "Events",
    summary: "Delete one event",
    description: "Its part of every figure goes with it. The id stays spent.",
    permission: "events:delete",
    pathParameters: BY_ID,
    answers: { 204: { description: "It is gone." } },
    errors: { 404: NO_EVENT },
  },
  {
    id: "exportEvents",
    method: "get",
    path: "/api/v1/events/export",
    tag: "Events",
    summary: "Export events as a file",
    description: "Streams everything that the filters give, newest first. A connection that " +
      "breaks off means that the file is not whole. Cells that a spreadsheet would take for a " +
      "formula begin with `'`.",
    permission: "events:read",
    query: EXPORT_QUERY,
    answers: {
      200: {
        description: "The file.",
        headers: {
          "Content-Disposition": {
            description: "A file name with today's date.",
            schema: { type: "string" },
          },
        },
        content: {
          ...text("text/csv", "A header line, then one event a line.", CSV_EXAMPLE),
          ...text(
            "application/x-ndjson",
            "One Event a line.",
            `${JSON.stringify(EVENT_EXAMPLE)}\n`,
          ),
        },
      },
    },
  },
  {
    id: "listUserEvents",
    method: "get",
    path: "/api/v1/users/{userId}/events",
    tag: "Events",
    summary: "List one user's events",
    permission: "events:read",
    pathParameters: BY_USER,
    query: PAGE_QUERY,
    answers: EVENT_PAGE,
  },
  {
    id: "getUserTotals",
    method: "get",
    path: "/api/v1/users/{userId}/totals",
    tag: "Events",
    summary: "Read one user's totals",
    description: "Over the whole history. A user without events has zeros.",
    permission: "events:read",
    pathParameters: BY_USER,
    answers: {
      200: {
        description: "The totals.",
        content: json(userTotalsComponent, {
          userId: EXAMPLE_USER,
          events: 2,
          firstSeen: "2026-11-20T09:00:00.000Z",
          lastSeen: "2026-11-22T12:00:00.000Z",
          byType: [
            { type: "login", count: 1, value: 0 },
            { type: "purchase", count: 1, value: 129.9 },
          ],
        }),
      },
    },
  },
  {
    id: "listEventsOrShowExplorer",
    method: "get",
    path: "/events",
    tag: "Events",
    summary: "List events, or show the explorer",
    description: "The same as `GET /api/v1/events` for API callers. Browsers, which ask for " +
      "`text/html`, get the explorer page.",
    permission: "events:read",
    query: LIST_QUERY,
    answers: {
      200: {
        description: "A page of events, or the explorer.",
        content: {
          ...EVENT_PAGE[200].content,
          ...text("text/html", "The explorer.", "<!DOCTYPE html>…"),
        },
      },
    },
  },
];
