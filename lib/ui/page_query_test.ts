import assert from "node:assert/strict";
import { tidyQuery, withoutParameter, withParameter } from "./page_query.ts";

const tidied = (query: string) =>
  tidyQuery(new URLSearchParams(query), "America/Sao_Paulo")?.toString() ?? null;

Deno.test("tidyQuery() drops empty fields and makes local times instants", () => {
  assert.equal(tidied("type=purchase&userId=&q="), "type=purchase");
  assert.equal(
    tidied("from=2026-11-22T09:00&to="),
    new URLSearchParams({ from: "2026-11-22T12:00:00.000Z" }).toString(),
  );
});

Deno.test("tidyQuery() leaves alone what is tidy, and what it cannot read", () => {
  for (const query of ["", "type=purchase", "from=2026-11-22", "from=2026-11-22T09:00:00.000Z"]) {
    assert.equal(tidied(new URLSearchParams(query).toString()), null, query);
  }
  assert.equal(tidied("from=soon"), null);
});

Deno.test("withParameter() replaces a value and begins a new list", () => {
  const query = new URLSearchParams("type=login&cursor=abc&q=x");
  assert.equal(withParameter(query, "type", "error"), "?type=error&q=x");
});

Deno.test("withoutParameter() keeps the others and begins a new list", () => {
  const query = new URLSearchParams("state=firing&cursor=abc&ruleId=x");
  assert.equal(withoutParameter(query, "state"), "?ruleId=x");
  assert.equal(withoutParameter(new URLSearchParams("state=firing&cursor=abc"), "state"), "");
});
