import assert from "node:assert/strict";
import { openTestApp } from "../http/app_fixture.ts";

Deno.test("/expenses takes the form without JavaScript, once, and shows errors beside the fields", async () => {
  const app = await openTestApp();
  try {
    const { cookie } = await app.signIn("OPERATOR");
    const show = async (path: string) =>
      await (await app.fetch(path, { headers: { cookie, accept: "text/html" } })).text();
    const post = (fields: Record<string, string>) =>
      app.fetch("/expenses", {
        method: "POST",
        body: new URLSearchParams(fields),
        headers: { cookie, accept: "text/html", origin: "http://localhost:8000" },
      });
    const id = /name="id" value="([^"]+)"/.exec(await show("/expenses"))?.[1] ?? "";
    const good = { id, amount: "1.234,56", category: "Travel", userId: "ana" };
    const refused = await post({ ...good, amount: "much", category: "" });
    assert.equal(refused.status, 422);
    const html = await refused.text();
    assert.match(html, /id="expense-amount-error"/);
    assert.match(html, /id="expense-category-error"/);
    assert.doesNotMatch(html, /id="expense-userId-error"/);
    assert.match(html, /value="much"/);
    const future = await post({ ...good, date: "2099-01-01" });
    assert.match(await future.text(), /id="expense-date-error"/);
    for (let times = 0; times < 2; times++) {
      const saved = await post(good);
      assert.equal(saved.status, 303);
      assert.equal(saved.headers.get("location"), "/expenses?done=saved");
    }
    assert.equal(await app.services.store.events.count(), 1);
    assert.equal((await app.services.events.get(id))?.value, 1234.56);
    assert.equal((await post({ feedbackFor: id, verdict: "normal" })).status, 303);
    assert.deepEqual(await app.services.expenseFeedback.of([id]), { [id]: "normal" });
    assert.match(await show("/expenses?done=saved"), /Travel/);
  } finally {
    await app.close();
  }
});
