import assert from "node:assert/strict";
import { AuthService } from "@/lib/auth/auth_service.ts";
import { openTestApp, PASSWORD } from "./app_fixture.ts";

const LIMITED = { environment: { RATE_LIMITS: "on" } };

Deno.test("API answers say how much is left, and 429 when to come back", async () => {
  const app = await openTestApp(LIMITED);
  try {
    const call = (peer: string, headers: Record<string, string> = {}) =>
      app.fetch("/login", { peer, headers: { accept: "application/json", ...headers } });
    const first = await call("192.0.2.1");
    assert.equal(first.headers.get("ratelimit-policy"), '"api";q=1000;w=20');
    assert.match(first.headers.get("ratelimit")!, /^"api";r=999;t=1$/);
    await first.body?.cancel();
    let last = first;
    for (let i = 0; i < 1200 && last.status !== 429; i++) {
      // A header does not make somebody else of him each time.
      last = await call("192.0.2.1", { "x-forwarded-for": `203.0.113.${i % 250}` });
      await last.body?.cancel();
    }
    assert.equal(last.status, 429);
    assert.equal(last.headers.get("content-type"), "application/problem+json");
    assert.ok(Number(last.headers.get("retry-after")) >= 1);
    assert.notEqual((await call("192.0.2.2")).status, 429, "others are not affected");
    assert.equal((await app.fetch("/healthz/live", { peer: "192.0.2.1" })).status, 200);
  } finally {
    await app.close();
  }
});

Deno.test("guessing a password is slowed down, for API, OAuth and page alike", async () => {
  const app = await openTestApp(LIMITED);
  try {
    const { email } = await app.signIn("VIEWER");
    const guess = (peer: string) =>
      app.fetch("/api/v1/auth/login", {
        method: "POST",
        peer,
        body: JSON.stringify({ email, password: "not the password" }),
        headers: { "content-type": "application/json" },
      });
    const burst = await Promise.all(Array.from({ length: 30 }, () => guess("192.0.2.7")));
    const evaluated = burst.filter(({ status }) => status === 401).length;
    assert.equal(evaluated, 10, "a burst does not get one more than the budget");
    const refused = burst.filter(({ status }) => status === 429);
    assert.equal(refused.length, 20);
    for (const { headers } of refused) assert.ok(Number(headers.get("retry-after")) >= 1);

    const form = (path: string, fields: Record<string, string>, peer: string) =>
      app.fetch(path, {
        method: "POST",
        peer,
        body: new URLSearchParams(fields).toString(),
        headers: { "content-type": "application/x-www-form-urlencoded", accept: "text/html" },
      });
    const oauth = await form("/token", { username: email, password: PASSWORD }, "192.0.2.7");
    assert.equal(oauth.status, 429);
    const page = await form("/login", { email, password: PASSWORD }, "192.0.2.7");
    assert.equal(page.status, 429);
    assert.match(await page.text(), /Too many attempts/);

    const owner = await form("/login", { email, password: PASSWORD }, "203.0.113.5");
    assert.equal(owner.status, 303, "the owner signs in from elsewhere");
  } finally {
    await app.close();
  }
});

Deno.test("a flood of sign-ins neither stalls the server nor waits without end", async () => {
  const app = await openTestApp();
  try {
    // Passwords at the real cost, as that is what a flood is about.
    app.services.auth = await AuthService.create({ ...app.services });
    const pausesMs: number[] = [];
    let last = performance.now();
    const timer = setInterval(() => {
      pausesMs.push(performance.now() - last);
      last = performance.now();
    }, 5);
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, i) => {
        const response = await app.post("/api/v1/auth/login", {
          email: `n${i}@example.com`,
          password: "not the password",
        });
        await response.body?.cancel();
        return response;
      }),
    );
    clearInterval(timer);
    const busy = answers.filter(({ status }) => status === 503);
    assert.equal(busy.length, 200 - 34, "2 at work, 32 waiting");
    for (const { headers } of busy) assert.ok(Number(headers.get("retry-after")) >= 1);
    assert.ok(answers.every(({ status }) => status === 503 || status === 401));
    // Hashing on the main thread would make most pauses as long as a hash, a fifth of a second.
    const pauseMs = pausesMs.sort((a, b) => a - b)[Math.floor(pausesMs.length / 2)]!;
    assert.ok(pauseMs < 100, `the event loop stood still for ${pauseMs} ms at a time`);
  } finally {
    await app.close();
  }
});
