import assert from "node:assert/strict";
import { z } from "zod";
import { ProblemError } from "./problem.ts";
import { PAGE_PARAMETERS, parsePage, parseQuery } from "./query.ts";

const schema = z.object({ ...PAGE_PARAMETERS, type: z.string().optional() });
const url = (query: string) => new URL(`http://localhost/list${query}`);

function fieldsOf(query: string): string[] {
  try {
    parseQuery(url(query), schema);
  } catch (error) {
    assert.ok(error instanceof ProblemError && error.status === 422, String(error));
    return error.errors!.map(({ path }) => path);
  }
  return [];
}

Deno.test("parseQuery() fills in defaults and converts", () => {
  assert.deepEqual(parseQuery(url(""), schema), { limit: 50 });
  assert.deepEqual(parseQuery(url("?limit=500&type=a&cursor=c"), schema), {
    limit: 500,
    type: "a",
    cursor: "c",
  });
});

Deno.test("parseQuery() names each parameter that is wrong", () => {
  assert.deepEqual(fieldsOf("?limit=0"), ["limit"]);
  assert.deepEqual(fieldsOf("?limit=501"), ["limit"]);
  assert.deepEqual(fieldsOf("?limit=1e2"), ["limit"]);
  assert.deepEqual(fieldsOf("?type=a&type=b"), ["type"]);
  assert.deepEqual(fieldsOf("?type[$ne]=1"), ["type[$ne]"]);
  assert.deepEqual(fieldsOf("?type=%00"), ["type"]);
  assert.deepEqual(fieldsOf("?__proto__=1&tyep=a"), ["__proto__", "tyep"]);
});

Deno.test("parseQuery() leaves out the framework's own parameters", () => {
  assert.deepEqual(parseQuery(url("?fresh-partial=true&type=a"), schema), { limit: 50, type: "a" });
});

Deno.test("parsePage() reads limit and cursor alone", () => {
  assert.deepEqual(parsePage(url("?limit=7")), { limit: 7 });
  assert.throws(() => parsePage(url("?type=a")), ProblemError);
});
