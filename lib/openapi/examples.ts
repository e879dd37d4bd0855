/** Values that several operations' examples share, so that one story runs through the reference. */

export const EXAMPLE_EVENT_ID = "order-1042";
export const EXAMPLE_USER = "ana";

/** What a shop's webhook sends. */
export const INCOMING_EXAMPLE = {
  id: EXAMPLE_EVENT_ID,
  userId: EXAMPLE_USER,
  type: "purchase",
  value: 129.9,
  currency: "BRL",
  metadata: { product: "Mug", region: "SP" },
};

/** The same once it is stored. */
export const EVENT_EXAMPLE = {
  ...INCOMING_EXAMPLE,
  timestamp: "2026-11-22T12:00:00.000Z",
  source: "shop",
  receivedAt: "2026-11-22T12:00:00.000Z",
};

export const NDJSON_EXAMPLE = '{"userId":"ana","type":"login"}\n' +
  '{"userId":"rui","type":"error","metadata":{"region":"RJ","message":"payment timed out"}}\n';

export const SUMMARY_EXAMPLE = {
  from: "2026-11-21T12:00:00.000Z",
  to: "2026-11-22T12:00:00.000Z",
  events: 6,
  revenue: 359.7,
  orders: 3,
  averageTicket: 129.9,
  errors: 1,
  activeUsers: 2,
  byType: [
    { type: "purchase", count: 3, value: 389.7 },
    { type: "error", count: 1, value: 0 },
    { type: "login", count: 1, value: 0 },
    { type: "refund", count: 1, value: 30 },
  ],
  topUsers: [
    { userId: "ana", count: 4, value: 359.7 },
    { userId: "rui", count: 2, value: 60 },
  ],
  topProducts: [{ product: "Mug", count: 3, value: 389.7 }],
  errorsByRegion: [{ region: "RJ", count: 1 }],
};

export const USER_EXAMPLE = {
  id: "019aab3e-6b1a-7c55-9f2e-3d8b6a1c0f47",
  name: "Ana Souza",
  email: "ana@example.com",
  role: "ADMIN" as const,
  createdAt: "2026-11-20T09:00:00.000Z",
};
