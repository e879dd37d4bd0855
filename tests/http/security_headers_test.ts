import assert from "node:assert/strict";
import { page } from "fresh";
import { define } from "@/lib/define.ts";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { openTestApp } from "./app_fixture.ts";

const permission: RoutePermission = "public";
const broken = {
  permission,
  handler: define.handlers({
    GET() {
      throw new Error("SQLITE_CORRUPT /secret/path");
    },
  }),
};
const brokenPage = {
  ...broken,
  handler: define.handlers({
    GET: (ctx) => ctx.url.searchParams.has("ok") ? page() : Promise.reject(new Error("secret")),
  }),
  default: () => null,
};
const undeclared = { handler: define.handlers({ GET: (ctx) => ctx.text("leak") }) };
const routes = {
  "./routes/test/broken.ts": broken,
  "./routes/test/page.tsx": brokenPage,
  "./routes/test/undeclared.ts": undeclared,
};

function assertSecure(response: Response, title: string): void {
  const csp = response.headers.get("content-security-policy") ?? "";
  for (
    const directive of [
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'self'",
    ]
  ) assert.ok(csp.includes(directive), `${title}: ${directive}`);
  assert.ok(!csp.includes("unsafe"), title);
  assert.equal(response.headers.get("x-content-type-options"), "nosniff", title);
  assert.equal(response.headers.get("referrer-policy"), "same-origin", title);
  assert.equal(response.headers.get("cross-origin-opener-policy"), "same-origin", title);
  assert.ok(response.headers.has("permissions-policy"), title);
  assert.match(response.headers.get("x-request-id")!, /^[\w.:-]+$/, title);
}

const html = { accept: "text/html" };
const CASES: [string, number, RequestInit?][] = [
  ["/healthz/live", 200],
  ["/login", 200, { headers: html }],
  ["/css/base.css", 200],
  ["/", 303, { headers: html }],
  ["/test/undeclared", 403],
  ["/api/v1/auth/me", 401],
  ["/nothing", 404],
  ["/nothing", 404, { headers: html }],
  ["/favicon.ico", 404],
  ["/api/v1/nothing", 404, { headers: html }],
  ["/healthz/live", 405, { method: "DELETE" }],
  ["/healthz/live", 405, { method: "PROPFIND" }],
  ["/healthz/live", 204, { method: "OPTIONS" }],
  ["/css/base.css", 405, { method: "POST" }],
  ["/api/v1/auth/login", 413, {
    method: "POST",
    body: "x",
    headers: { "content-type": "application/json", "content-length": "9999999" },
  }],
  ["/api/v1/auth/login", 415, { method: "POST", body: "x" }],
  ["/api/v1/auth/login", 400, {
    method: "POST",
    body: "{",
    headers: { "content-type": "application/json" },
  }],
  ["/api/v1/auth/login", 422, {
    method: "POST",
    body: "{}",
    headers: { "content-type": "application/json" },
  }],
  ["/test/broken", 500],
  ["/test/page", 500, { headers: html }],
  ["/test/page?ok", 200, { headers: html }],
];

Deno.test("every answer has the security headers, whoever made it", async (t) => {
  const app = await openTestApp({ routes });
  try {
    for (const [path, status, init] of CASES) {
      const title = `${init?.method ?? "GET"} ${path} → ${status}`;
      await t.step(title, async () => {
        const response = await app.fetch(path, init);
        assert.equal(response.status, status);
        assertSecure(response, title);
        const type = response.headers.get("content-type") ?? "";
        const text = await response.text();
        assert.ok(!/secret|SQLITE|at file:|node_modules/.test(text), "nothing internal is shown");
        if (status < 400) return;
        if (new Headers(init?.headers).get("accept") === "text/html" && !path.startsWith("/api/")) {
          assert.equal(type, "text/html; charset=utf-8");
        } else if (text !== "") {
          assert.equal(type, "application/problem+json");
          assert.equal(JSON.parse(text).status, status);
        }
        if (status === 405) assert.ok(response.headers.has("allow"));
      });
    }
  } finally {
    await app.close();
  }
});

Deno.test("what fails is logged under the id that the caller gets", async () => {
  const app = await openTestApp({ routes });
  try {
    const response = await app.fetch("/test/broken", { headers: { "x-request-id": "abc-1" } });
    await response.body?.cancel();
    assert.equal(response.headers.get("x-request-id"), "abc-1");
    const line = app.logLines.find((text) => text.includes("Request failed"));
    assert.ok(line?.includes('"requestId":"abc-1"') && line.includes("SQLITE_CORRUPT"));
  } finally {
    await app.close();
  }
});

Deno.test("a page's nonce in the policy is that of its inline scripts", async () => {
  const app = await openTestApp();
  try {
    const pages = await Promise.all([1, 2].map(() => app.fetch("/login", { headers: html })));
    const nonces = pages.map((response) =>
      /script-src 'self' 'nonce-([^']+)'/.exec(
        response.headers.get("content-security-policy")!,
      )?.[1]
    );
    assert.ok(nonces[0] && nonces[1] && nonces[0] !== nonces[1]);
    for (const [index, response] of pages.entries()) {
      for (const [tag] of (await response.text()).matchAll(/<(script|style)\b[^>]*>/g)) {
        assert.ok(tag.includes(`nonce="${nonces[index]}"`), tag);
      }
    }
  } finally {
    await app.close();
  }
});

Deno.test("API addresses answer with and without a trailing slash, without a redirect", async () => {
  const app = await openTestApp();
  try {
    const { accessToken, email } = await app.signIn("ADMIN");
    const headers = { authorization: `Bearer ${accessToken}` };
    for (
      const path of [
        "/api/v1/auth/me/",
        "/api/v1/auth/users/?limit=1",
        "/events/",
        "/healthz/live/",
      ]
    ) {
      const response = await app.fetch(path, { headers });
      await response.body?.cancel();
      assert.equal(response.status, 200, path);
    }
    const login = await app.post("/api/v1/auth/login/", { email, password: "wrong password" });
    assert.equal(login.status, 401);
    const webhook = await app.post("/webhook/event/", { type: "login", userId: "u" });
    assert.equal(webhook.status, 401);
    const dynamic = await app.fetch("/api/v1/auth/users/nobody/", {
      method: "PATCH",
      body: '{"role":"GUEST"}',
      headers: { ...headers, "content-type": "application/json" },
    });
    assert.equal(dynamic.status, 404);
    assert.match((await dynamic.json()).detail, /no account/);
  } finally {
    await app.close();
  }
});

Deno.test("GET / tells JSON callers that the server is up, without a session", async () => {
  const app = await openTestApp();
  try {
    const response = await app.fetch("/", { headers: { accept: "application/json" } });
    assert.equal(response.status, 200);
    assert.deepEqual(Object.keys(await response.json()).sort(), ["status", "version"]);
    const head = await app.fetch("/", { method: "HEAD", headers: { accept: "application/json" } });
    assert.equal(head.status, 200);
    assert.equal(head.body, null);
  } finally {
    await app.close();
  }
});

Deno.test("health: live always, ready with each check, metrics for this machine or a key", async () => {
  const app = await openTestApp();
  try {
    const ready = await app.fetch("/healthz/ready");
    assert.equal(ready.status, 200);
    const { status, checks } = await ready.json();
    assert.equal(status, "ready");
    assert.equal(checks.store.status, "ok");
    app.services.health.add("test", () => Promise.reject(new Error("secret detail")));
    const failing = await app.fetch("/healthz/ready");
    assert.equal(failing.status, 503);
    const text = await failing.text();
    assert.ok(text.includes('"test":{"status":"failing"') && !text.includes("secret detail"));
    assert.equal((await app.fetch("/healthz/live")).status, 200);

    const local = await app.fetch("/metrics");
    assert.equal(local.status, 200);
    const metrics = await local.text();
    assert.match(metrics, /vigia_http_request_duration_seconds_count\{.*route="\/healthz\/ready"/);
    assert.match(metrics, /process_resident_memory_bytes/);
    assert.equal((await app.fetch("/metrics", { peer: "192.0.2.1" })).status, 401);
    const forwarded = { headers: { "x-forwarded-for": "192.0.2.1" } };
    assert.equal((await app.fetch("/metrics", forwarded)).status, 401);
    const { accessToken } = await app.signIn("VIEWER");
    const withToken = (token: string) =>
      app.fetch("/metrics", {
        peer: "192.0.2.1",
        headers: { authorization: `Bearer ${token}` },
      });
    assert.equal((await withToken(accessToken)).status, 403);
    assert.equal((await withToken((await app.signIn("ADMIN")).accessToken)).status, 200);
  } finally {
    await app.close();
  }
});

Deno.test("addresses that do not exist add one metric series, not one each", async () => {
  const app = await openTestApp();
  try {
    for (let i = 0; i < 200; i++) await (await app.fetch(`/nothing/${i}`)).body?.cancel();
    const text = await (await app.fetch("/metrics")).text();
    const counts = text.split("\n").filter((line) =>
      line.startsWith("vigia_http_request_duration_seconds_count")
    );
    assert.equal(counts.length, 1, counts.join("\n"));
    assert.match(counts[0]!, /route="unmatched",status="404"\} 200$/);
  } finally {
    await app.close();
  }
});
