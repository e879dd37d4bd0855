import assert from "node:assert/strict";
import { openTestApp, type TestApp } from "./app_fixture.ts";

const LIMIT = 1024 * 1024;
const JSON_TYPE = { "content-type": "application/json" };

/** A server on a free port, for what only a connection can show. */
async function serving(app: TestApp, run: (port: number) => Promise<void>): Promise<void> {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, app.handler);
  try {
    await run(server.addr.port);
  } finally {
    await server.shutdown();
  }
}

Deno.test("a body over the limit is refused before it is sent, when its size is announced", async () => {
  const app = await openTestApp();
  try {
    await serving(app, async (port) => {
      using connection = await Deno.connect({ port, hostname: "127.0.0.1" });
      const head = "POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\n" +
        `Content-Type: application/json\r\nContent-Length: ${LIMIT + 1}\r\n\r\n`;
      await connection.write(new TextEncoder().encode(head));
      const answer = new Uint8Array(4096);
      const size = await connection.read(answer);
      assert.match(new TextDecoder().decode(answer.subarray(0, size ?? 0)), /^HTTP\/1\.1 413 /);
    });
  } finally {
    await app.close();
  }
});

Deno.test("a chunked body is refused soon after the limit", async () => {
  const app = await openTestApp();
  try {
    let taken = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        taken += 65_536;
        if (taken > 300 * LIMIT) controller.close();
        else controller.enqueue(new Uint8Array(65_536).fill(0x20));
      },
    }, { highWaterMark: 0 });
    const response = await app.fetch("/api/v1/auth/login", {
      method: "POST",
      body,
      headers: JSON_TYPE,
    });
    assert.equal(response.status, 413);
    assert.ok(taken <= LIMIT + 2 * 65_536, `${taken} bytes were read`);
  } finally {
    await app.close();
  }
});

/** Deterministic random numbers (mulberry32), so that a failure can be repeated. */
function randomNumbers(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const VALID = JSON.stringify({ email: "nobody@example.com", password: "not the password" });

/** Ways to be malformed; each gives a body and headers. */
const MALFORMED: ((random: () => number) => [BodyInit, Record<string, string>])[] = [
  (random) => [VALID.slice(0, Math.floor(random() * (VALID.length - 1))), JSON_TYPE],
  (random) => ["[".repeat(10_000 * random() + 100) + "]", JSON_TYPE],
  () => ['{"a":'.repeat(10_000) + "1" + "}".repeat(10_000), JSON_TYPE],
  () => ['{"email":"\\ud800@x.co","password":"x"}', JSON_TYPE],
  () => ['{"email":"a@x.co","password":"a\\u0000b"}', JSON_TYPE],
  (random) => [new Uint8Array([0x7b, 0x80 + random() * 0x7f, 0xff, 0x7d]), JSON_TYPE],
  () => ['{"email":"a@x.co","email":"b@x.co","password":"x"}', JSON_TYPE],
  () => ['{"email":1e999,"password":"x"}', JSON_TYPE],
  () => [`{"email":"${"a".repeat(LIMIT - 100)}","password":"x"}`, JSON_TYPE],
  () => ['{"__proto__":{"polluted":true},"email":"a@x.co","password":"x"}', JSON_TYPE],
  () => ['{"constructor":{"prototype":{"polluted":true}},"email":[]}', JSON_TYPE],
  () => ['{"email":{"$ne":null},"password":{"$ne":null}}', JSON_TYPE],
  () => [VALID, { ...JSON_TYPE, "content-encoding": "gzip" }],
  () => [VALID, { "content-type": "text/plain" }],
  () => [VALID, { "content-type": "multipart/form-data; boundary=x" }],
  () => ["null", JSON_TYPE],
  () => ["[]", JSON_TYPE],
  () => ['"text"', JSON_TYPE],
  () => ["", JSON_TYPE],
  () => ["\ufeff{", JSON_TYPE],
];

Deno.test("1,000 malformed bodies: every answer a 4xx problem, and others are served", async () => {
  const app = await openTestApp();
  try {
    const random = randomNumbers(42);
    const statuses = new Map<number, number>();
    for (let i = 0; i < 1000; i++) {
      const [body, headers] = MALFORMED[i % MALFORMED.length]!(random);
      const response = await app.fetch("/api/v1/auth/login", { method: "POST", body, headers });
      const title = `body ${i % MALFORMED.length}: ${response.status}`;
      assert.ok(response.status >= 400 && response.status < 500, title);
      assert.equal(response.headers.get("content-type"), "application/problem+json", title);
      const problem = await response.json();
      assert.equal(problem.status, response.status, title);
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      if (i % 20 === 0) {
        assert.equal((await app.fetch("/healthz/live")).status, 200);
      }
    }
    assert.deepEqual([...statuses.keys()].sort(), [400, 415, 422]);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
    assert.ok(!app.logLines.some((line) => line.includes('"level":"error"')));
  } finally {
    await app.close();
  }
});

Deno.test("operators and injections in queries are refused or find nothing", async () => {
  const app = await openTestApp();
  try {
    const { accessToken } = await app.signIn("ADMIN");
    const headers = { authorization: `Bearer ${accessToken}` };
    const refused = [
      "limit[$gt]=1",
      "limit=1&limit=2",
      "cursor[]=a",
      "cursor=%00",
      "limit=-1",
      "limit=1e3",
      "$where=1",
      "__proto__=1",
      "cursor=' OR 1=1 --",
      "cursor=eyJpZCI6eyIkbmUiOm51bGx9fQ",
    ];
    for (const query of refused) {
      const response = await app.fetch(`/api/v1/auth/users?${query}`, { headers });
      assert.equal(response.status, 422, query);
      await response.body?.cancel();
    }
    for (const id of ["'%20OR%201=1", "%7B%22$ne%22:null%7D", "%00", "%", "a%2Fb", "é"]) {
      const response = await app.fetch(`/api/v1/api-keys/${id}`, { method: "DELETE", headers });
      assert.equal(response.status, 404, id);
      await response.body?.cancel();
    }
  } finally {
    await app.close();
  }
});
