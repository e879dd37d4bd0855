import assert from "node:assert/strict";
import manifest from "@/fresh.gen.ts";
import { isAllowed, PERMISSIONS, ROLE_PERMISSIONS, ROLES } from "@/lib/auth/permissions.ts";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { RoutePermissions } from "@/lib/http/route_permissions.ts";
import { openTestApp } from "./app_fixture.ts";

const routes = new RoutePermissions(manifest).list();
const KNOWN: readonly string[] = [...PERMISSIONS, "public", "session", "webhook"];

/** What nobody needs to sign in for; anything added here is a decision. */
const PUBLIC = [
  "GET /alerts/acknowledge",
  "GET /healthz/live",
  "GET /healthz/ready",
  "GET /language",
  "GET /login",
  "GET /metrics",
  "GET /openapi.json",
  "GET /register",
  "GET /ws",
  "POST /alerts/acknowledge",
  "POST /api/v1/auth/login",
  "POST /api/v1/auth/refresh",
  "POST /api/v1/auth/register",
  "POST /login",
  "POST /logout",
  "POST /register",
  "POST /token",
];

Deno.test("every route declares a known permission for every method it answers", () => {
  assert.ok(routes.length > 20, "the manifest lists the routes");
  for (const { pattern, method, permission } of routes) {
    assert.ok(KNOWN.includes(permission), `${method} ${pattern} declares ${permission}`);
  }
});

Deno.test("nothing is public but what is listed here", () => {
  const open = routes.filter(({ permission }) => permission === "public")
    .map(({ method, pattern }) => `${method} ${pattern}`).sort();
  assert.deepEqual(open.filter((route) => !PUBLIC.includes(route)), []);
});

Deno.test("RoutePermissions.accessOf() denies what declares nothing", () => {
  const handler = define.handlers({ GET: (ctx) => ctx.text("x"), POST: (ctx) => ctx.text("x") });
  const permissions = new RoutePermissions({
    routes: {
      "./routes/silent.ts": { handler },
      "./routes/half.ts": { handler, permission: { GET: "public" } } as { handler: typeof handler },
    },
    islands: {},
    baseUrl: "",
  });
  assert.equal(permissions.accessOf("/silent", "GET").permission, "undeclared");
  assert.equal(permissions.accessOf("/half", "GET").permission, "public");
  assert.equal(permissions.accessOf("/half", "HEAD").permission, "public");
  assert.equal(permissions.accessOf("/half", "POST").permission, "undeclared");
  assert.equal(permissions.accessOf("/half", "DELETE").permission, "unanswered");
  assert.equal(permissions.accessOf("/added-by-hand", "GET").permission, "undeclared");
  assert.equal(permissions.accessOf(null, "GET").permission, "unanswered");
});

Deno.test("RoutePermissions refuses two files for one address", () => {
  const handler = define.handlers({ GET: (ctx) => ctx.text("x") });
  assert.throws(() =>
    new RoutePermissions({
      routes: { "./routes/a.ts": { handler }, "./routes/(g)/a.ts": { handler } },
      islands: {},
      baseUrl: "",
    }), /GET \/a/);
});

/** An address that matches the pattern and names nothing that exists. */
function pathFor(pattern: string): string {
  return pattern.replaceAll(/:\w+\*?/g, "01900000-0000-7000-8000-000000000000");
}

/** Roles that may, by the declared permission. */
function rolesAllowed(permission: RoutePermission): string[] {
  const nobody = { kind: "user", id: "", name: "", userId: "" } as const;
  return ROLES.filter((role) =>
    isAllowed({ ...nobody, permissions: new Set(ROLE_PERMISSIONS[role]) }, permission)
  );
}

Deno.test("every route lets in exactly the roles that its permission names", async (t) => {
  const app = await openTestApp();
  try {
    const signedIn = await Promise.all(ROLES.map((role) => app.signIn(role)));
    for (const { pattern, method, permission } of routes) {
      if (permission === "public" || permission === "webhook") continue;
      // Sessions that this one ends would fail the others.
      if (pattern.endsWith("/logout")) continue;
      await t.step(`${method} ${pattern}`, async () => {
        const init = (headers: Record<string, string>): RequestInit => ({
          method,
          headers: { accept: "application/json", ...headers },
          ...(method !== "GET" && { body: "{" }),
        });
        const call = async (headers: Record<string, string>) => {
          const response = await app.fetch(pathFor(pattern), init(headers));
          await response.body?.cancel();
          return response.status;
        };
        // The dashboard's address tells JSON callers that the server is up.
        if (pattern === "/") return;
        assert.equal(await call({}), 401, "nobody");
        assert.equal(await call({ authorization: "Bearer nonsense" }), 401, "bad token");
        const allowed = rolesAllowed(permission as RoutePermission);
        for (const [index, role] of ROLES.entries()) {
          const { accessToken } = signedIn[index]!;
          const status = await call({ authorization: `Bearer ${accessToken}` });
          if (!allowed.includes(role)) assert.equal(status, 403, role);
          // With a session alone the route may judge further, such as by topic.
          else if (permission === "session") assert.notEqual(status, 401, role);
          else assert.ok(status !== 401 && status !== 403, `${role} ${status}`);
        }
      });
    }
  } finally {
    await app.close();
  }
});
