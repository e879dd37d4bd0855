import assert from "node:assert/strict";
import { startServices } from "@/lib/services.ts";
import { openTestApp, type TestApp } from "../http/app_fixture.ts";

async function withApp(work: (app: TestApp, token: string) => Promise<void>): Promise<void> {
  const app = await openTestApp();
  try {
    await work(app, (await app.signIn("OPERATOR")).accessToken);
  } finally {
    await app.close();
  }
}

function send(app: TestApp, token: string, path: string, body: BodyInit, type = "text/csv") {
  return app.fetch(`/api/v1/expenses/import${path}`, {
    method: "POST",
    body,
    headers: { authorization: `Bearer ${token}`, "content-type": type },
  });
}

async function untilDone(app: TestApp, token: string, location: string) {
  for (;;) {
    const answer = await app.fetch(location, { headers: { authorization: `Bearer ${token}` } });
    assert.equal(answer.status, 200);
    const found = await answer.json();
    if (found.state === "done") return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** In Windows-1252, as spreadsheets in Brazil save it. */
function latin1(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...text].map((sign) => sign.charCodeAt(0)));
}

Deno.test("POST /api/v1/expenses/import stores every row once, however often it is sent", async () => {
  await withApp(async (app, token) => {
    await startServices(app.services);
    const rows = Array.from(
      { length: 1_200 },
      (_, n) => `${1 + n % 28}/0${1 + n % 9}/2025;João;Refeição;Cantina;R$ 1.0${10 + n % 80},50`,
    );
    const file = latin1(["Data;Usuário;Categoria;Loja;Valor", ...rows].join("\r\n"));
    const preview = await (await send(app, token, "/preview?timeZone=America/Sao_Paulo", file))
      .json();
    assert.deepEqual(
      [preview.encoding, preview.separator, preview.decimal, preview.rows, preview.errorCount],
      ["windows-1252", ";", "comma", 1_200, 0],
    );
    assert.equal(preview.expenses[0].timestamp, "2025-01-01T15:00:00.000Z");
    assert.equal(await app.services.store.events.count(), 0, "a preview stores nothing");
    for (const status of [202, 200]) {
      const answer = await send(app, token, "?fileName=a.csv", file);
      assert.equal(answer.status, status, await answer.clone().text());
      const done = await untilDone(app, token, answer.headers.get("location") ?? "");
      assert.deepEqual([done.rows, done.stored, done.fileName], [1_200, 1_200, "a.csv"]);
    }
    assert.equal(await app.services.store.events.count(), 1_200);
    const { items } = await app.services.store.events.list({ type: "expense" }, { limit: 1 });
    assert.deepEqual([items[0]?.userId, items[0]?.metadata.category], ["João", "Refeição"]);
    assert.deepEqual(await app.services.store.events.rollupDifferences(), []);
  });
});

Deno.test("POST /api/v1/expenses/import refuses the whole table with the rows that are wrong", async () => {
  await withApp(async (app, token) => {
    const rows = Array.from({ length: 4_512 }, (_, n) => `2026-01-05;${n < 100 ? n + 1 : "much"}`);
    const answer = await send(app, token, "", ["Data;Valor", ...rows].join("\n"));
    assert.equal(answer.status, 422);
    assert.equal(answer.headers.get("content-type"), "application/problem+json");
    const problem = await answer.json();
    assert.equal(problem.errorCount, 4_412);
    assert.match(problem.detail, /The first 100 are listed, and 4,312 more/);
    assert.equal(problem.errors.length, 100);
    assert.equal(problem.errors[0].path, "rows.102.Valor");
    assert.equal(await app.services.store.events.count(), 0);
  });
});

Deno.test("POST /api/v1/expenses/import says what is wrong with a request", async () => {
  await withApp(async (app, token) => {
    const table = "date,amount\n2026-01-05,1\n";
    const cases: [string, BodyInit, string, number][] = [
      ["", table, "application/json", 415],
      ["", table, "text/csv; charset=ebcdic", 415],
      ["?decimal=both", table, "text/csv", 422],
      ["?timeZone=Mars/Olympus", table, "text/csv", 422],
      ["?amountColumn=cost", table, "text/csv", 422],
      ["?preview=true", table, "text/csv", 422],
      ["", "", "text/csv", 422],
      ["", new Uint8Array(26 * 1024 * 1024), "text/csv", 413],
    ];
    for (const [query, body, type, status] of cases) {
      const answer = await send(app, token, query, body, type);
      assert.equal(answer.status, status, `${query} ${type} ${await answer.text()}`);
    }
    const viewer = await app.signIn("VIEWER");
    assert.equal((await send(app, viewer.accessToken, "", table)).status, 403);
  });
});
