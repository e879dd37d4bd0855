import assert from "node:assert/strict";
import { openTestApp } from "../http/app_fixture.ts";

Deno.test("notices: lists, counts and marks for the caller; the page shows them without scripts", async () => {
  const app = await openTestApp();
  try {
    const { notices } = app.services;
    for (const id of ["n1:c", "n2:c"]) {
      await notices.add({
        id,
        status: "firing",
        severity: "critical",
        title: `Firing: ${id}`,
        text: "None for 15 minutes",
        url: "javascript:alert(1)",
      });
    }
    const { accessToken, cookie } = await app.signIn("VIEWER");
    const headers = { authorization: `Bearer ${accessToken}` };
    const get = async (path: string) => await (await app.fetch(path, { headers })).json();
    assert.deepEqual(await get("/api/v1/notices/unread"), { unread: 2 });

    const read = await app.post("/api/v1/notices/read", { id: "n1:c" }, accessToken);
    assert.deepEqual([read.status, await read.json()], [200, { unread: 1 }]);
    const { items } = await get("/api/v1/notices");
    assert.deepEqual(
      items.map(({ id, isRead }: { id: string; isRead: boolean }) => [id, isRead]),
      [["n2:c", false], ["n1:c", true]],
    );
    for (const body of [{}, { id: "n1:c", upTo: "n1:c" }, { id: 7 }, { upTo: "" }]) {
      const refused = await app.post("/api/v1/notices/read", body, accessToken);
      assert.equal(refused.status, 422, JSON.stringify(body));
      await refused.body?.cancel();
    }
    assert.equal((await app.post("/api/v1/notices/read", { id: "x" }, accessToken)).status, 404);

    const show = async () =>
      await (await app.fetch("/notices", { headers: { cookie, accept: "text/html" } })).text();
    const html = await show();
    assert.match(html, /data-unread="1"/);
    assert.match(html, /Firing: n2:c/);
    assert.doesNotMatch(html, /javascript:/);
    const marked = await app.fetch("/notices", {
      method: "POST",
      headers: { cookie, origin: "http://localhost:8000" },
      body: new URLSearchParams({ upTo: "n2:c" }),
    });
    assert.equal(marked.status, 303);
    assert.match(await show(), /data-unread="0"/);

    const guest = await app.signIn("GUEST");
    const forbidden = await app.fetch("/api/v1/notices", {
      headers: { authorization: `Bearer ${guest.accessToken}` },
    });
    assert.equal(forbidden.status, 403);
  } finally {
    await app.close();
  }
});
