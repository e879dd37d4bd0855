/** Everything that can be allowed. A route names exactly one for each method. */
export const PERMISSIONS = [
  "events:read",
  "events:write",
  "events:delete",
  "analytics:read",
  "live:read",
  "queue:read",
  "queue:manage",
  "users:read",
  "users:manage",
  "api-keys:manage",
  "metrics:read",
  "anomalies:read",
  "anomalies:manage",
  "alerts:read",
  "alerts:manage",
  "channels:manage",
  "expenses:manage",
] as const;
export type Permission = typeof PERMISSIONS[number];

/**
 * What a route may declare: `public` needs nobody, `session` anybody who is signed in, the rest
 * that permission. `webhook` is the ingest endpoint, which verifies a key or a signature itself.
 */
export type RoutePermission = Permission | "public" | "session" | "webhook";

export const ROLES = ["ADMIN", "OPERATOR", "VIEWER", "GUEST"] as const;
export type Role = typeof ROLES[number];

const READ: readonly Permission[] = [
  "events:read",
  "analytics:read",
  "live:read",
  "anomalies:read",
  "alerts:read",
];

/**
 * What each role may do. A guest registered by himself and may see nothing of the business until
 * an administrator gives him a role.
 */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  ADMIN: PERMISSIONS,
  OPERATOR: [
    ...READ,
    "events:write",
    "queue:read",
    "queue:manage",
    "anomalies:manage",
    "alerts:manage",
  ],
  VIEWER: READ,
  GUEST: [],
};

/** Who is calling, once known. */
export interface Principal {
  kind: "user" | "api-key";
  /** User id, or the key's id. */
  id: string;
  /** Person's name, or the key's. */
  name: string;
  /** The user, or the key's owner. */
  userId: string;
  email?: string;
  role?: Role;
  permissions: ReadonlySet<Permission>;
  /** Session row of a browser or token; absent for API keys. */
  sessionId?: string;
}

/** Whether the caller may do what a route needs. */
export function isAllowed(principal: Principal | null, needed: RoutePermission): boolean {
  if (needed === "public" || needed === "webhook") return true;
  if (principal === null) return false;
  return needed === "session" || principal.permissions.has(needed);
}
