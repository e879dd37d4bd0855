import assert from "node:assert/strict";
import { wantsJson, wantsPage } from "./page_requests.ts";
import type { RouteAccess } from "./route_permissions.ts";

const PAGE: RouteAccess = { permission: "session", isPage: true };
const DATA: RouteAccess = { permission: "session", isPage: false };
const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

function request(accept?: string, headers: Record<string, string> = {}): Request {
  return new Request("http://localhost/", {
    headers: accept === undefined ? headers : { accept, ...headers },
  });
}

Deno.test("wantsPage() is true for browsers, but never below /api/", () => {
  assert.ok(wantsPage(request(BROWSER), "/events", DATA));
  assert.ok(!wantsPage(request(BROWSER), "/api/v1/events", DATA));
});

Deno.test("wantsPage() is true for whoever takes anything where there is a page only", () => {
  assert.ok(wantsPage(request("*/*"), "/keys", PAGE));
  assert.ok(wantsPage(request(), "/keys", PAGE));
  assert.ok(!wantsPage(request("*/*"), "/events", DATA));
  assert.ok(!wantsPage(request("application/json"), "/keys", PAGE));
  assert.ok(!wantsPage(request("*/*", { authorization: "Bearer x" }), "/keys", PAGE));
});

Deno.test("wantsJson() is true when JSON is named and HTML is not", () => {
  assert.ok(wantsJson(request("application/json")));
  assert.ok(wantsJson(request("application/json, text/plain, */*")));
  assert.ok(!wantsJson(request(`application/json, ${BROWSER}`)) && !wantsJson(request("*/*")));
});
