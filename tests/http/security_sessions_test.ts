import assert from "node:assert/strict";
import { cookieOf, openTestApp, PASSWORD } from "./app_fixture.ts";

const account = (n: number) => ({ name: `N${n}`, email: `n${n}@example.com`, password: PASSWORD });

Deno.test("POST /api/v1/auth/register makes exactly one of 20 at once administrator", async () => {
  const app = await openTestApp();
  try {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => app.post("/api/v1/auth/register", account(n))),
    );
    assert.deepEqual(answers.map(({ status }) => status), Array(20).fill(201));
    const roles = await Promise.all(answers.map(async (answer) => (await answer.json()).user.role));
    assert.equal(roles.filter((role) => role === "ADMIN").length, 1);
    assert.equal(roles.filter((role) => role === "GUEST").length, 19);
  } finally {
    await app.close();
  }
});

Deno.test("POST /api/v1/auth/register answers with the account and never its password", async () => {
  const app = await openTestApp();
  try {
    const created = await app.post("/api/v1/auth/register", {
      ...account(1),
      email: " Ana@Example.COM ",
      role: "ADMIN",
      founder: true,
      passwordHash: "x",
    });
    assert.equal(created.status, 201);
    const { user } = await created.json();
    assert.deepEqual(Object.keys(user).sort(), ["createdAt", "email", "id", "name", "role"]);
    assert.equal(user.email, "ana@example.com");

    const again = await app.post("/api/v1/auth/register", {
      ...account(2),
      email: "ANA@example.com",
    });
    assert.equal(again.status, 409);
    assert.equal((await again.json()).errors[0].path, "email");

    const later = await app.post("/api/v1/auth/register", { ...account(3), role: "ADMIN" });
    assert.equal((await later.json()).user.role, "GUEST");
  } finally {
    await app.close();
  }
});

Deno.test("POST /api/v1/auth/register names each field that is wrong", async () => {
  const app = await openTestApp();
  try {
    const cases: [Record<string, unknown>, string][] = [
      [{ name: "" }, "name"],
      [{ email: "ana" }, "email"],
      [{ email: { $ne: null } }, "email"],
      [{ password: "kf8zv3q" }, "password"],
      [{ password: "password123" }, "password"],
      [{ password: "x".repeat(73) }, "password"],
      [{ password: 12345678 }, "password"],
    ];
    for (const [change, field] of cases) {
      const answer = await app.post("/api/v1/auth/register", { ...account(1), ...change });
      assert.equal(answer.status, 422, JSON.stringify(change));
      assert.deepEqual((await answer.json()).errors.map((error: { path: string }) => error.path), [
        field,
      ]);
    }
  } finally {
    await app.close();
  }
});

Deno.test("a token session: login, me, refresh, logout", async () => {
  const app = await openTestApp();
  try {
    const { email } = await app.signIn("VIEWER");
    const login = await app.post("/api/v1/auth/login", { email, password: PASSWORD });
    assert.equal(login.status, 200);
    assert.equal(login.headers.get("cache-control"), "no-store");
    const pair = await login.json();
    assert.deepEqual(Object.keys(pair).sort(), [
      "accessToken",
      "expiresIn",
      "refreshToken",
      "tokenType",
    ]);
    assert.equal(pair.tokenType, "Bearer");
    assert.equal(pair.expiresIn, 900);

    const authorization = `Bearer ${pair.accessToken}`;
    const me = await app.fetch("/api/v1/auth/me", { headers: { authorization } });
    assert.equal(me.status, 200);
    const { user, permissions } = await me.json();
    assert.equal(user.email, email);
    assert.deepEqual(permissions, [
      "events:read",
      "analytics:read",
      "live:read",
      "anomalies:read",
      "alerts:read",
    ]);

    const refreshed = await app.post("/api/v1/auth/refresh", { refreshToken: pair.refreshToken });
    assert.equal(refreshed.status, 200);
    assert.notEqual((await refreshed.json()).refreshToken, pair.refreshToken);

    const logout = await app.post("/api/v1/auth/logout", {}, pair.accessToken);
    assert.equal(logout.status, 204);
    const after = await app.fetch("/api/v1/auth/me", { headers: { authorization } });
    assert.equal(after.status, 401);
    assert.match(after.headers.get("www-authenticate")!, /^Bearer .*invalid_token/);
  } finally {
    await app.close();
  }
});

Deno.test("POST /api/v1/auth/login answers alike for unknown accounts and wrong passwords", async () => {
  const app = await openTestApp();
  try {
    const { email } = await app.signIn("VIEWER");
    const wrong = await app.post("/api/v1/auth/login", { email, password: "not the password" });
    const unknown = await app.post("/api/v1/auth/login", {
      email: "nobody@example.com",
      password: "not the password",
    });
    assert.equal(wrong.status, 401);
    assert.equal(unknown.status, 401);
    assert.equal(await wrong.text(), await unknown.text());
    const names = (response: Response) => [...response.headers.keys()];
    assert.deepEqual(names(wrong), names(unknown));
  } finally {
    await app.close();
  }
});

Deno.test("POST /token answers as OAuth 2 clients read it", async () => {
  const app = await openTestApp();
  try {
    const { email } = await app.signIn("VIEWER");
    const send = (fields: Record<string, string>, type = "application/x-www-form-urlencoded") =>
      app.fetch("/token", {
        method: "POST",
        body: new URLSearchParams(fields).toString(),
        headers: { "content-type": type },
      });
    const good = await send({ grant_type: "password", username: email, password: PASSWORD });
    assert.equal(good.status, 200);
    const body = await good.json();
    assert.equal(body.token_type, "bearer");
    assert.equal(body.expires_in, 900);
    assert.ok(body.access_token && body.refresh_token);

    const wrong = await send({ username: email, password: "not the password" });
    assert.equal(wrong.status, 401);
    assert.equal(wrong.headers.get("content-type"), "application/problem+json");
    assert.equal((await wrong.json()).error, "invalid_grant");

    const missing = await send({ username: email });
    assert.equal(missing.status, 422);
    assert.equal((await missing.json()).error, "invalid_request");

    assert.equal((await send({}, "application/json")).status, 415);
  } finally {
    await app.close();
  }
});

function form(fields: Record<string, string>, headers: Record<string, string> = {}): RequestInit {
  return {
    method: "POST",
    body: new URLSearchParams(fields).toString(),
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "accept": "text/html",
      "sec-fetch-site": "same-origin",
      ...headers,
    },
  };
}

Deno.test("the sign-in page works without JavaScript and goes where the person wanted", async () => {
  const app = await openTestApp();
  try {
    const { email } = await app.signIn("VIEWER");
    const away = await app.fetch("/events?type=login", { headers: { accept: "text/html" } });
    assert.equal(away.status, 303);
    assert.equal(away.headers.get("location"), "/login?next=%2Fevents%3Ftype%3Dlogin");

    const shown = await app.fetch(away.headers.get("location")!, {
      headers: { accept: "text/html" },
    });
    assert.equal(shown.status, 200);
    const html = await shown.text();
    assert.match(html, /<form[^>]*method="post"[^>]*action="\/login"/);
    assert.match(html, /name="next" value="\/events\?type=login"/);

    const wrong = await app.fetch(
      "/login",
      form({ email, password: "not the password", next: "/events?type=login" }),
    );
    assert.equal(wrong.status, 401);
    const again = await wrong.text();
    assert.match(again, /role="alert"/);
    assert.ok(again.includes(`value="${email}"`), "the e-mail stays");
    assert.ok(!again.includes("not the password"), "the password does not");
    assert.match(again, /value="\/events\?type=login"/);

    const right = await app.fetch(
      "/login",
      form({ email, password: PASSWORD, next: "/events?type=login" }),
    );
    assert.equal(right.status, 303);
    assert.equal(right.headers.get("location"), "/events?type=login");

    const cookie = cookieOf(right);
    const me = await app.fetch("/api/v1/auth/me", { headers: { cookie } });
    assert.equal((await me.json()).user.email, email);
  } finally {
    await app.close();
  }
});

Deno.test("the sign-in page never sends anybody to another site", async () => {
  const app = await openTestApp();
  try {
    const { email } = await app.signIn("VIEWER");
    for (const next of ["//evil.example", "https://evil.example", "/\\evil.example", "/login"]) {
      const answer = await app.fetch("/login", form({ email, password: PASSWORD, next }));
      assert.equal(answer.headers.get("location"), "/", next);
    }
  } finally {
    await app.close();
  }
});

Deno.test("the registration page signs in, and shows what is wrong in the reader's language", async () => {
  const app = await openTestApp();
  try {
    const bad = await app.fetch(
      "/register",
      form({ name: "", email: "ana", password: "curta" }, { "accept-language": "pt-BR" }),
    );
    assert.equal(bad.status, 422);
    const html = await bad.text();
    assert.ok(html.includes("Informe seu nome") && html.includes("Informe um e-mail"));
    const good = await app.fetch(
      "/register",
      form({ name: "Ana", email: "ana@example.com", password: PASSWORD }),
    );
    assert.equal(good.status, 303);
    assert.equal(good.headers.get("location"), "/");
    const me = await app.fetch("/api/v1/auth/me", { headers: { cookie: cookieOf(good) } });
    assert.equal((await me.json()).user.role, "ADMIN");
    const signedIn = await app.fetch("/register", {
      headers: { cookie: cookieOf(good), accept: "text/html" },
    });
    assert.equal(signedIn.status, 303);
  } finally {
    await app.close();
  }
});

Deno.test("session cookies: flags, a new one at each login, none adopted, all ended by logout", async () => {
  const app = await openTestApp();
  try {
    const { email } = await app.signIn("VIEWER");
    const planted = `vigia_session=01900000-0000-7000-8000-000000000000.${"a".repeat(43)}`;
    const first = await app.fetch(
      "/login",
      form({ email, password: PASSWORD }, { cookie: planted }),
    );
    const attributes = first.headers.getSetCookie()[0]!.split("; ").slice(1);
    for (const attribute of ["HttpOnly", "SameSite=Lax", "Path=/"]) {
      assert.ok(attributes.includes(attribute), attribute);
    }
    assert.ok(!attributes.includes("Secure"), "plain HTTP");
    assert.notEqual(cookieOf(first), planted);
    const whoIs = async (cookie: string) =>
      (await app.fetch("/api/v1/auth/me", { headers: { cookie } })).status;
    assert.equal(await whoIs(planted), 401);

    const second = await app.fetch(
      "/login",
      form({ email, password: PASSWORD }, { cookie: cookieOf(first) }),
    );
    assert.notEqual(cookieOf(second), cookieOf(first));
    assert.equal(await whoIs(cookieOf(first)), 401, "the session before ended");
    assert.equal(await whoIs(cookieOf(second)), 200);

    const logout = await app.fetch("/logout", form({}, { cookie: cookieOf(second) }));
    assert.equal(logout.status, 303);
    assert.equal(logout.headers.get("location"), "/login");
    assert.match(logout.headers.getSetCookie()[0]!, /^vigia_session=; Max-Age=0/);
    assert.equal(await whoIs(cookieOf(second)), 401);
  } finally {
    await app.close();
  }
});

Deno.test("session cookies are bound to the host and to https where there is https", async () => {
  const app = await openTestApp({ environment: { PUBLIC_URL: "https://vigia.example" } });
  try {
    const { cookie } = await app.signIn("VIEWER");
    assert.match(cookie, /^__Host-vigia_session=/);
    const { email } = await app.signIn("VIEWER");
    const login = await app.fetch("/login", form({ email, password: PASSWORD }));
    const attributes = login.headers.getSetCookie()[0]!.split("; ");
    assert.ok(attributes.includes("Secure") && attributes.includes("Path=/"));
    assert.ok(!attributes.some((attribute) => attribute.startsWith("Domain")));
  } finally {
    await app.close();
  }
});

Deno.test("sessions end without use and after a month whatever happens", async () => {
  const clock = { ms: Date.now() };
  const app = await openTestApp({ now: () => clock.ms });
  const DAY = 24 * 60 * 60 * 1000;
  try {
    const idle = await app.signIn("VIEWER");
    const used = await app.signIn("VIEWER");
    const whoIs = async (cookie: string) =>
      (await app.fetch("/api/v1/auth/me", { headers: { cookie } })).status;
    for (let day = 0; day < 29; day++) {
      clock.ms += DAY;
      assert.equal(await whoIs(used.cookie), 200, `day ${day + 1}`);
      // The use is written down in the background.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.equal(await whoIs(idle.cookie), 401);
    clock.ms += 1.5 * DAY;
    assert.equal(await whoIs(used.cookie), 401);
  } finally {
    await app.close();
  }
});
