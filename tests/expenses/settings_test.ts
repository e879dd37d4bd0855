import assert from "node:assert/strict";
import { openTestApp, ORIGIN } from "../http/app_fixture.ts";

Deno.test("approval limits are set by administrators alone, by API and page", async () => {
  const app = await openTestApp();
  try {
    const admin = await app.signIn("ADMIN");
    const operator = await app.signIn("OPERATOR");
    const call = (token: string, method: string, body?: unknown) =>
      app.fetch("/api/v1/expenses/settings", {
        method,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    const limits = { approvalLimits: [2000, 500, 500] };
    assert.equal((await call(operator.accessToken, "PUT", limits)).status, 403);
    assert.deepEqual(await (await call(operator.accessToken, "GET")).json(), {
      approvalLimits: [],
      by: null,
      updatedAt: null,
    });
    const set = await (await call(admin.accessToken, "PUT", limits)).json();
    assert.deepEqual([set.approvalLimits, set.by], [[500, 2000], "ADMIN"]);
    for (const wrong of [[0], [-1], ["500"], new Array(21).fill(1), null]) {
      const answer = await call(admin.accessToken, "PUT", { approvalLimits: wrong });
      assert.equal(answer.status, 422, JSON.stringify(wrong));
    }
    const page = (cookie: string, text?: string, field = "limits") =>
      app.fetch("/expenses/settings", {
        headers: { cookie, origin: ORIGIN, accept: "text/html", "accept-language": "pt-BR" },
        ...(text !== undefined && {
          method: "POST",
          body: new URLSearchParams({ [field]: text }),
        }),
      });
    assert.equal((await page(operator.cookie)).status, 403);
    assert.match(await (await page(admin.cookie)).text(), />500,00\n2\.000,00<\/textarea>/);
    const refused = await page(admin.cookie, "quinhentos");
    assert.equal(refused.status, 422);
    assert.match(await refused.text(), /aria-invalid="true"[^>]*>quinhentos</);
    assert.equal((await page(admin.cookie, "1", "x")).status, 422);
    assert.equal((await page(admin.cookie, "R$ 1.500,50\n300")).status, 303);
    const now = await (await call(admin.accessToken, "GET")).json();
    assert.deepEqual(now.approvalLimits, [300, 1500.5]);
  } finally {
    await app.close();
  }
});
