import { json, type Operation } from "./operation.ts";
import {
  deadLetterListComponent,
  queueStatsComponent,
  replayedComponent,
} from "./queue_schemas.ts";
import { PAGE_QUERY, pathParameter } from "./shared_parameters.ts";

const EXAMPLE_ID = "019aab3e-7d20-7b3c-8c11-52f7c1d9e0aa";
const BY_ID = pathParameter("id", "Id of the dead letter.", EXAMPLE_ID);
const NO_LETTER = "No dead letter has this id; it may have been replayed or discarded.";

export const QUEUE_OPERATIONS: readonly Operation[] = [
  {
    id: "getQueue",
    method: "get",
    path: "/api/v1/queue",
    tag: "Queue",
    summary: "Read the queue's numbers",
    permission: "queue:read",
    answers: {
      200: {
        description: "The numbers.",
        content: json(queueStatsComponent, {
          pending: 3,
          processing: 1,
          deadLetters: 1,
          oldestPendingMs: 420,
        }),
      },
    },
  },
  {
    id: "listDeadLetters",
    method: "get",
    path: "/api/v1/queue/dead-letters",
    tag: "Queue",
    summary: "List dead letters",
    description: "Jobs that were given up after their last attempt, newest first.",
    permission: "queue:read",
    query: PAGE_QUERY,
    answers: {
      200: {
        description: "A page.",
        content: json(deadLetterListComponent, {
          items: [{
            id: EXAMPLE_ID,
            kind: "webhook.deliver",
            payload: { url: "https://example.com/hook" },
            payloadBytes: 36,
            attempts: 8,
            crashes: 0,
            lastError: "example.com answered 500",
            history: [{
              at: "2026-11-22T12:00:00.000Z",
              what: "failed",
              error: "example.com answered 500",
            }],
            createdAt: "2026-11-22T09:00:00.000Z",
            diedAt: "2026-11-22T12:00:00.000Z",
          }],
          next: null,
        }),
      },
    },
  },
  {
    id: "replayDeadLetter",
    method: "post",
    path: "/api/v1/queue/dead-letters/{id}/replay",
    tag: "Queue",
    summary: "Replay one dead letter",
    description: "Sends the job back to the queue with all its attempts before it.",
    permission: "queue:manage",
    pathParameters: BY_ID,
    answers: {
      202: {
        description: "It waits for a worker.",
        content: json(replayedComponent, { replayed: 1 }),
      },
    },
    errors: { 404: NO_LETTER },
  },
  {
    id: "replayDeadLetters",
    method: "post",
    path: "/api/v1/queue/dead-letters/replay-all",
    tag: "Queue",
    summary: "Replay all dead letters",
    description: "All that are dead now, oldest first.",
    permission: "queue:manage",
    answers: {
      202: {
        description: "They wait for workers.",
        content: json(replayedComponent, { replayed: 12 }),
      },
    },
  },
  {
    id: "discardDeadLetter",
    method: "delete",
    path: "/api/v1/queue/dead-letters/{id}",
    tag: "Queue",
    summary: "Discard one dead letter",
    description: "For good.",
    permission: "queue:manage",
    pathParameters: BY_ID,
    answers: { 204: { description: "It is gone." } },
    errors: { 404: NO_LETTER },
  },
];
