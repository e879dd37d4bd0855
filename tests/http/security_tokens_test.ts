import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { openTestApp, type TestApp } from "./app_fixture.ts";

const SECRET = "a secret of at least thirty-two bytes";

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

function forge(header: unknown, payload: unknown, secret = SECRET, hash = "sha256"): string {
  const signed = `${encode(header)}.${encode(payload)}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest("base64url")}`;
}

async function me(app: TestApp, token: string): Promise<number> {
  const response = await app.fetch("/api/v1/auth/me", {
    headers: { authorization: `Bearer ${token}` },
  });
  await response.body?.cancel();
  return response.status;
}

function decode(
  token: string,
): { header: Record<string, unknown>; payload: Record<string, unknown> } {
  const [header, payload] = token.split(".").slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, "base64url").toString()));
  return { header, payload };
}

Deno.test("access tokens: only ours, for this, and current ones open anything", async (t) => {
  const app = await openTestApp();
  try {
    const { accessToken, refreshToken } = await app.signIn("ADMIN");
    const { header, payload } = decode(accessToken);
    assert.equal(header.typ, "at+jwt");
    assert.equal(await me(app, forge(header, payload)), 200, "the forge works with the secret");
    const now = Math.floor(Date.now() / 1000);
    const [head, body, signature] = accessToken.split(".") as [string, string, string];
    const unsigned = (alg: string) => `${encode({ ...header, alg })}.${body}.`;
    const cases: Record<string, string> = {
      "alg none": unsigned("none"),
      "alg None": unsigned("None"),
      "alg none with a signature": `${encode({ ...header, alg: "none" })}.${body}.${signature}`,
      "HS512": forge({ ...header, alg: "HS512" }, payload, SECRET, "sha512"),
      "other secret": forge(header, payload, "another secret of thirty-two bytes!!"),
      "empty secret": forge(header, payload, ""),
      "kid": forge({ ...header, kid: "../../dev/null" }, payload, ""),
      "jku": forge({ ...header, jku: "https://evil.example/keys" }, payload, "evil"),
      "jwk": forge({ ...header, jwk: { kty: "oct", k: "ZXZpbA" } }, payload, "evil"),
      "crit": forge({ ...header, crit: ["x"], x: 1 }, payload),
      "no typ": forge({ alg: "HS256" }, payload),
      "typ JWT": forge({ ...header, typ: "JWT" }, payload),
      "other audience": forge(header, { ...payload, aud: "other" }),
      "other issuer": forge(header, { ...payload, iss: "other" }),
      "expired": forge(header, { ...payload, exp: now - 1 }),
      "no expiry": forge(header, { ...payload, exp: undefined }),
      "expiry is a text": forge(header, { ...payload, exp: "9999999999" }),
      "not yet valid": forge(header, { ...payload, nbf: now + 3600 }),
      "other session": forge(header, { ...payload, sid: "01900000-0000-7000-8000-000000000000" }),
      "no session": forge(header, { ...payload, sid: undefined }),
      "session is an object": forge(header, { ...payload, sid: { $ne: null } }),
      "other subject": forge(header, { ...payload, sub: "01900000-0000-7000-8000-000000000000" }),
      "tampered payload": `${head}.${encode({ ...payload, sub: "x" })}.${signature}`,
      "tampered signature": `${head}.${body}.${signature.slice(0, -2)}AA`,
      "refresh token": refreshToken,
      "a megabyte": `${head}.${"A".repeat(1_000_000)}.${signature}`,
      "two parts": `${head}.${body}`,
      "five parts": `${accessToken}.a.b`,
      "nonsense": "nonsense",
    };
    for (const [title, token] of Object.entries(cases)) {
      await t.step(title, async () => assert.equal(await me(app, token), 401));
    }
    await t.step("other schemes", async () => {
      for (
        const value of [`Basic ${accessToken}`, accessToken, "Bearer", `Bearer ${accessToken} x`]
      ) {
        const { status } = await app.fetch("/api/v1/auth/me", {
          headers: { authorization: value },
        });
        assert.equal(status, 401, value.slice(0, 20));
      }
    });
    await t.step("an access token does not refresh", async () => {
      const answer = await app.post("/api/v1/auth/refresh", { refreshToken: accessToken });
      assert.equal(answer.status, 401);
    });
    assert.equal(await me(app, accessToken), 200, "the true one still works");
  } finally {
    await app.close();
  }
});

async function refresh(app: TestApp, refreshToken: string) {
  const response = await app.post("/api/v1/auth/refresh", { refreshToken });
  return { status: response.status, ...await response.json() };
}

Deno.test("refresh tokens rotate a thousand times and leave one session", async () => {
  const app = await openTestApp();
  try {
    let { refreshToken } = await app.signIn("VIEWER");
    const seen = new Set([refreshToken]);
    for (let i = 0; i < 1000; i++) {
      const answer = await refresh(app, refreshToken);
      assert.equal(answer.status, 200);
      refreshToken = answer.refreshToken;
      seen.add(refreshToken);
    }
    assert.equal(seen.size, 1001);
  } finally {
    await app.close();
  }
});

Deno.test("20 refreshes at once with one token give one child", async () => {
  const app = await openTestApp();
  try {
    const { refreshToken } = await app.signIn("VIEWER");
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => refresh(app, refreshToken)),
    );
    assert.deepEqual(answers.map(({ status }) => status), Array(20).fill(200));
    assert.equal(new Set(answers.map((answer) => answer.refreshToken)).size, 1);
    assert.equal((await refresh(app, answers[0]!.refreshToken)).status, 200);
  } finally {
    await app.close();
  }
});

Deno.test("a used refresh token ends its family at once, the parent's like the grandparent's", async () => {
  const app = await openTestApp();
  try {
    const used = await app.signIn("VIEWER");
    const usedChild = await refresh(app, used.refreshToken);
    assert.equal((await refresh(app, used.refreshToken)).status, 401);
    assert.equal((await refresh(app, usedChild.refreshToken)).status, 401, "the child ended, too");
    assert.equal(await me(app, usedChild.accessToken), 401, "and its access token");

    const stolen = await app.signIn("VIEWER");
    const child = await refresh(app, stolen.refreshToken);
    const grandchild = await refresh(app, child.refreshToken);
    assert.equal(await me(app, grandchild.accessToken), 200);
    assert.equal((await refresh(app, stolen.refreshToken)).status, 401);
    assert.equal((await refresh(app, grandchild.refreshToken)).status, 401);
    assert.equal(await me(app, grandchild.accessToken), 401);
    assert.ok(app.logLines.some((line) => line.includes("used refresh token")), "it is logged");

    const other = await app.signIn("VIEWER");
    assert.equal((await refresh(app, other.refreshToken)).status, 200, "others go on");
  } finally {
    await app.close();
  }
});

Deno.test("nobody ends a session with a refresh token that was never issued", async () => {
  const app = await openTestApp();
  try {
    const { refreshToken, accessToken } = await app.signIn("VIEWER");
    const [session, , checksum] = refreshToken.split(".") as [string, string, string];
    for (
      const forged of [
        `${session}.${"A".repeat(43)}.${checksum}`,
        `${session}.${"A".repeat(43)}.${"A".repeat(43)}`,
        `${refreshToken}x`,
        "vr_",
        "",
      ]
    ) assert.notEqual((await refresh(app, forged)).status, 200);
    assert.equal(await me(app, accessToken), 200);
    assert.equal((await refresh(app, refreshToken)).status, 200);
  } finally {
    await app.close();
  }
});

Deno.test("API keys do what their scopes say, until they are revoked or expire", async () => {
  const clock = { ms: Date.now() };
  const app = await openTestApp({ now: () => clock.ms });
  try {
    const admin = await app.signIn("ADMIN");
    const create = (body: unknown, token = admin.accessToken) =>
      app.post("/api/v1/api-keys", body, token);
    const expiresAt = new Date(clock.ms + 3_600_000).toISOString();
    const created = await create({ name: "shop", scopes: ["events:read"], expiresAt });
    assert.equal(created.status, 201);
    const { id, key, ...shown } = await created.json();
    assert.match(key, /^vg_[0-9A-Za-z]{40}$/);
    assert.equal(shown.name, "shop");
    assert.equal(shown.expiresAt, expiresAt);

    const call = async (path: string, token: string) => {
      const response = await app.fetch(path, { headers: { authorization: `Bearer ${token}` } });
      await response.body?.cancel();
      return response.status;
    };
    assert.equal(await call("/events", key), 200);
    assert.equal(await call("/api/v1/queue", key), 403);
    assert.equal(await call("/events", `${key.slice(0, -1)}${key.endsWith("a") ? "b" : "a"}`), 401);

    const list = await (await app.fetch("/api/v1/api-keys", {
      headers: { authorization: `Bearer ${admin.accessToken}` },
    })).text();
    assert.ok(list.includes(key.slice(0, 11)) && !list.includes(key), "lists show the prefix only");
    assert.ok(!app.logLines.some((line) => line.includes(key)), "logs do not show the key");

    const second = await (await create({ name: "b", scopes: ["events:read"] })).json();
    assert.equal(await call("/events", second.key), 200);
    const gone = await app.fetch(`/api/v1/api-keys/${second.id}`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${admin.accessToken}` },
    });
    assert.equal(gone.status, 204);
    assert.equal(await call("/events", second.key), 401, "revoked at once");
    const again = await app.fetch(`/api/v1/api-keys/${id}x`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${admin.accessToken}` },
    });
    assert.equal(again.status, 404);

    clock.ms += 3_600_001;
    assert.equal(await call("/events", key), 401, "expired");
  } finally {
    await app.close();
  }
});

Deno.test("nobody gives a key more than he has, and keys lose what their owner loses", async () => {
  const app = await openTestApp();
  try {
    const { auth } = app.services;
    const admin = await app.signIn("ADMIN");
    const boss = await auth.authenticateToken(admin.accessToken);
    assert.ok(boss !== null);
    const limited = await auth.createApiKey(boss, {
      name: "limited",
      scopes: ["api-keys:manage", "events:read"],
      expiresAt: null,
    });
    const wide = await app.post(
      "/api/v1/api-keys",
      { name: "w", scopes: ["users:manage"] },
      limited.key,
    );
    assert.equal(wide.status, 403);
    assert.match((await wide.json()).detail, /users:manage/);
    const unknown = await app.post(
      "/api/v1/api-keys",
      { name: "w", scopes: ["root"] },
      limited.key,
    );
    assert.equal(unknown.status, 422);

    const principal = await auth.authenticateToken(limited.key);
    assert.ok(principal !== null && await auth.isStillValid(principal));
    await auth.setRole(boss, admin.userId, "VIEWER");
    assert.equal(await auth.isStillValid(principal), false, "open sockets end");
    const after = await app.fetch("/api/v1/api-keys", {
      headers: { authorization: `Bearer ${limited.key}` },
    });
    assert.equal(after.status, 403);
    const read = await app.fetch("/events", {
      headers: { authorization: `Bearer ${limited.key}` },
    });
    assert.equal(read.status, 200, "what the owner may still do remains");
  } finally {
    await app.close();
  }
});

Deno.test("PATCH /api/v1/auth/users/:id changes roles at once and keeps one administrator", async () => {
  const app = await openTestApp();
  try {
    const admin = await app.signIn("ADMIN");
    const guest = await app.signIn("GUEST");
    const patch = (id: string, role: string) =>
      app.fetch(`/api/v1/auth/users/${id}`, {
        method: "PATCH",
        body: JSON.stringify({ role }),
        headers: {
          "content-type": "application/json",
          authorization: `Bearer ${admin.accessToken}`,
        },
      });
    const call = async () =>
      (await app.fetch("/events", { headers: { authorization: `Bearer ${guest.accessToken}` } }))
        .status;
    assert.equal(await call(), 403);
    const changed = await patch(guest.userId, "VIEWER");
    assert.equal(changed.status, 200);
    assert.equal((await changed.json()).role, "VIEWER");
    assert.equal(await call(), 200);
    assert.equal((await patch("nobody", "VIEWER")).status, 404);
    assert.equal((await patch(guest.userId, "KING")).status, 422);

    const { items } = await (await app.fetch("/api/v1/auth/users", {
      headers: { authorization: `Bearer ${admin.accessToken}` },
    })).json();
    const founder = items.find(({ email }: { email: string }) => email === "founder@example.com");
    assert.equal((await patch(founder.id, "GUEST")).status, 200);
    assert.equal((await patch(admin.userId, "GUEST")).status, 409, "the last one stays");
  } finally {
    await app.close();
  }
});
