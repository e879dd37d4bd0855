import assert from "node:assert/strict";
import manifest from "@/fresh.gen.ts";
import { RoutePermissions } from "@/lib/http/route_permissions.ts";
import { openTestApp, ORIGIN } from "./app_fixture.ts";

const CHANGES = new RoutePermissions(manifest).list().filter(({ method, permission }) =>
  !["GET", "HEAD", "OPTIONS"].includes(method) && permission !== "webhook"
);
const pathFor = (pattern: string) => pattern.replaceAll(/:\w+\*?/g, "x");

/** What a browser sends when a page of another site is behind the request. */
const FORGED: Record<string, Record<string, string>> = {
  "cross-site": { "sec-fetch-site": "cross-site" },
  "same-site": { "sec-fetch-site": "same-site" },
  "foreign origin": { origin: "https://evil.example" },
  "look-alike origin": { origin: `${ORIGIN}.evil.example` },
  "null origin": { origin: "null" },
  "cross-site and foreign origin": {
    "sec-fetch-site": "cross-site",
    "origin": "https://evil.example",
  },
};

Deno.test("every change is refused to pages of other sites", async (t) => {
  const app = await openTestApp();
  try {
    const { cookie } = await app.signIn("ADMIN");
    const send = async (path: string, method: string, headers: Record<string, string>) => {
      const response = await app.fetch(path, {
        method,
        body: "{}",
        headers: { "content-type": "text/plain", accept: "application/json", cookie, ...headers },
      });
      await response.body?.cancel();
      return response.status;
    };
    for (const { method, pattern } of CHANGES) {
      await t.step(`${method} ${pattern}`, async () => {
        for (const [title, headers] of Object.entries(FORGED)) {
          assert.equal(await send(pathFor(pattern), method, headers), 403, title);
        }
        assert.equal(
          await send(pathFor(pattern), method, {}),
          403,
          "neither header, with a cookie",
        );
      });
    }
  } finally {
    await app.close();
  }
});

Deno.test("own pages, tokens and callers without cookies may change things", async () => {
  const app = await openTestApp({
    environment: { PUBLIC_URL: "http://vigia.lan", ALLOWED_ORIGINS: "https://board.example" },
  });
  try {
    const { cookie, accessToken, email } = await app.signIn("ADMIN");
    const send = async (headers: Record<string, string>) => {
      const response = await app.fetch("/api/v1/api-keys", {
        method: "POST",
        body: JSON.stringify({ name: "k", scopes: ["events:read"] }),
        headers: { "content-type": "application/json", ...headers },
      });
      await response.body?.cancel();
      return response.status;
    };
    const own: Record<string, string>[] = [
      { "sec-fetch-site": "same-origin" },
      { "sec-fetch-site": "none" },
      { origin: ORIGIN },
      { origin: "http://vigia.lan" },
      { origin: "https://board.example", "sec-fetch-site": "cross-site" },
    ];
    for (const headers of own) {
      assert.equal(await send({ cookie, ...headers }), 201, JSON.stringify(headers));
    }
    const authorization = `Bearer ${accessToken}`;
    assert.equal(await send({ authorization }), 201);
    assert.equal(await send({ authorization, origin: "https://evil.example" }), 201);
    // A token that is wrong does not fall back to the cookie.
    assert.equal(await send({ authorization: "Bearer x", cookie }), 401);
    const login = await app.post("/api/v1/auth/login", { email, password: "wrong password" });
    assert.equal(login.status, 401, "a script without headers of a browser gets as far");
  } finally {
    await app.close();
  }
});

Deno.test("a session cookie sends no events", async () => {
  const app = await openTestApp();
  try {
    const { cookie } = await app.signIn("ADMIN");
    const response = await app.fetch("/webhook/event", {
      method: "POST",
      body: JSON.stringify({ type: "login", userId: "u" }),
      headers: { "content-type": "application/json", cookie, "sec-fetch-site": "same-origin" },
    });
    assert.equal(response.status, 401);
  } finally {
    await app.close();
  }
});

Deno.test("sockets open for own pages only", async (t) => {
  const app = await openTestApp();
  try {
    const { cookie } = await app.signIn("ADMIN");
    const open = async (headers: Record<string, string>) => {
      const response = await app.fetch("/ws", {
        headers: { connection: "Upgrade", upgrade: "websocket", ...headers },
      });
      await response.body?.cancel();
      return response.status;
    };
    for (
      const origin of [
        "https://evil.example",
        "null",
        `${ORIGIN}.evil.example`,
        ORIGIN.replace("://", "://x"),
      ]
    ) {
      await t.step(origin, async () => {
        assert.equal(await open({ origin, cookie }), 403);
        assert.equal(await open({ origin }), 403);
      });
    }
    await t.step("no origin and no cookie is a program, which may go on", async () => {
      assert.notEqual(await open({}), 403);
    });
    await t.step("no origin, with a cookie", async () => {
      assert.equal(await open({ cookie }), 403);
    });
  } finally {
    await app.close();
  }
});
