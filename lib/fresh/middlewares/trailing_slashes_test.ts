import assert from "node:assert/strict";
import { App } from "../app.ts";
import { FakeServer } from "../test_utils.ts";
import { trailingSlashes } from "./trailing_slashes.ts";

async function location(mode: "always" | "never", path: string): Promise<string | null> {
  const app = new App().use(trailingSlashes(mode)).get("*", (ctx) => ctx.text("ok"));
  return (await new FakeServer(app.handler()).get(path)).headers.get("Location");
}

Deno.test("trailingSlashes redirects to the wanted form and keeps the query", async () => {
  assert.equal(await location("always", "/a?x=1"), "/a/?x=1");
  assert.equal(await location("always", "/a/"), null);
  assert.equal(await location("never", "/a/?x=1"), "/a?x=1");
  assert.equal(await location("never", "/a"), null);
  assert.equal(await location("never", "/"), null);
  assert.equal(await location("always", "/"), null);
});
