import { z } from "zod";
import { TOPICS } from "../live/topics.ts";
import { type Operation, parameters, text } from "./operation.ts";

const NO_ROOM = "No more live connections now; try again in some seconds.";
const TOO_MANY = "Too many live connections of this account or address; close some.";

const STREAM_EXAMPLE = "retry: 2000\nevent: welcome\n" +
  'data: {"type":"welcome","seq":4711,"epoch":"7c8b4a54-0d7f-4a51-8f0e-5c0e3c2f7a11"}\n\n' +
  "id: 4712\nevent: message\n" +
  'data: {"type":"message","topic":"events","seq":4712,"ts":"2026-11-22T12:00:00.100Z",' +
  '"data":[{"id":"order-1042","userId":"ana","type":"purchase","value":129.9,…}]}\n\n';

export const LIVE_OPERATIONS: readonly Operation[] = [
  {
    id: "openSocket",
    method: "get",
    path: "/ws",
    tag: "Live",
    summary: "Open a live connection",
    description: "Upgrades to a WebSocket. A session cookie or an `Authorization` header says " +
      'who it is; without them the first message must be `{"type":"auth","token":"…"}` ' +
      "within 5 seconds. Each topic needs its own permission. The messages are described under " +
      "Live protocol.",
    permission: "public",
    headers: parameters(
      z.object({ Upgrade: z.literal("websocket"), Origin: z.string().optional() }),
      {
        Upgrade: { description: "`websocket`.", example: "websocket" },
        Origin: {
          description: "Set by browsers; must be this site's own origin or one of " +
            "`ALLOWED_ORIGINS`.",
        },
      },
    ),
    answers: { 101: { description: "Switched to the WebSocket protocol (RFC 6455)." } },
    errors: { 403: "Opened by a page of another site.", 429: TOO_MANY, 503: NO_ROOM },
  },
  {
    id: "readStream",
    method: "get",
    path: "/api/v1/stream",
    tag: "Live",
    summary: "Read the live log as server-sent events",
    description: "The same log as the WebSocket's, one event a frame, with `id:`. Readers that " +
      "come back with `Last-Event-ID` get what they missed, or an event `gap`.",
    permission: "session",
    query: parameters(z.object({ topics: z.string().optional() }), {
      topics: {
        description: `Some of ${TOPICS.join(", ")}, separated by commas. Each needs its own ` +
          "permission.",
        schema: { type: "string", default: "events" },
        example: "events,kpis",
      },
    }),
    headers: parameters(
      z.object({ "Last-Event-ID": z.string().regex(/^\d{1,16}$/).optional() }),
      {
        "Last-Event-ID": {
          description: "The last `id` that was read; browsers send it by themselves.",
        },
      },
    ),
    answers: {
      200: {
        description: "The stream, until one side ends it.",
        content: text(
          "text/event-stream",
          "Events `welcome`, `message`, `gap` and `error`; comments keep the connection alive.",
          STREAM_EXAMPLE,
        ),
      },
    },
    errors: {
      403: "A topic needs a permission that the caller lacks.",
      429: TOO_MANY,
      503: NO_ROOM,
    },
  },
];
