import assert from "node:assert/strict";
import manifest from "@/fresh.gen.ts";
import { RoutePermissions } from "../http/route_permissions.ts";
import { OPERATIONS } from "./operations.ts";

/** What pages use for themselves and no client should call. */
const CHROME = new Set(["GET /language"]);

const routes = new RoutePermissions(manifest);

/** `/api/v1/events/:id` → `/api/v1/events/{id}` */
function template(pattern: string): string {
  return pattern.replaceAll(/:(\w+)/g, "{$1}");
}

const answered = routes.list().map(({ pattern, method, permission }) => ({
  call: `${method} ${template(pattern)}`,
  permission,
  isPage: routes.accessOf(pattern, method).isPage,
}));
const documented = new Map(
  OPERATIONS.map((operation) => [`${operation.method.toUpperCase()} ${operation.path}`, operation]),
);

Deno.test("OPERATIONS describe every method of every route that is not a page", () => {
  const missing = answered
    .filter(({ call, isPage }) => !isPage && !CHROME.has(call) && !documented.has(call));
  assert.deepEqual(missing.map(({ call }) => call), []);
});

Deno.test("OPERATIONS describe nothing that no route answers", () => {
  const calls = new Set(answered.map(({ call }) => call));
  assert.deepEqual([...documented.keys()].filter((call) => !calls.has(call)), []);
});

Deno.test("OPERATIONS name the permission that their route declares", () => {
  for (const { call, permission } of answered) {
    const operation = documented.get(call);
    if (operation !== undefined) assert.equal(operation.permission, permission, call);
  }
});
