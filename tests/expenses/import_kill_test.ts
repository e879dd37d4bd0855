import assert from "node:assert/strict";
import { accessToken, freePort, startVigia } from "../browser/vigia.ts";

const ROWS = 4_000;

Deno.test("an accepted import is stored whole and once, though the process is killed in the middle", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "vigia-import-" });
  const port = freePort();
  let vigia = await startVigia(dataDir, port);
  try {
    const token = await accessToken(vigia.url);
    const headers = { authorization: `Bearer ${token}`, "content-type": "text/csv" };
    const rows = Array.from({ length: ROWS }, (_, n) => `2025-01-0${1 + n % 9},${n + 1}`);
    const sent = await fetch(`${vigia.url}/api/v1/expenses/import`, {
      method: "POST",
      headers,
      body: ["date,amount", ...rows].join("\n"),
    });
    assert.equal(sent.status, 202);
    const { id } = await sent.json();
    const read = async () => {
      const answer = await fetch(`${vigia.url}/api/v1/expenses/imports/${id}`, { headers });
      return await answer.json() as { state: string; stored: number };
    };
    let before = await read();
    while (before.stored === 0) before = await read();
    await vigia.stop("SIGKILL");
    assert.equal(before.state, "accepted", "it was killed before the end");
    vigia = await startVigia(dataDir, port);
    while ((await read()).state !== "done") await new Promise((go) => setTimeout(go, 50));
    const metrics = await (await fetch(
      `${vigia.url}/api/v1/expenses/metrics?from=2025-01-01&to=2025-02-01`,
      { headers },
    )).json();
    assert.deepEqual([metrics.count, metrics.total], [ROWS, ROWS * (ROWS + 1) / 2]);
  } finally {
    await vigia.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
});
