import assert from "node:assert/strict";
import { createDefine } from "./define.ts";
import { page, type RouteData } from "./handlers.ts";

const define = createDefine<{ user: string }>();

type Equal<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
const isTrue = <T extends true>(value: T) => value;

Deno.test("define returns what it gets", () => {
  const handler = define.handlers((ctx) => page({ name: ctx.state.user }));
  const component = define.page<typeof handler>(({ data }) => data.name);
  assert.equal(component.name, "");
  const middlewares = define.middleware([(ctx) => ctx.next()]);
  assert.equal(middlewares.length, 1);
});

Deno.test("RouteData is the union over the methods, without responses", () => {
  const handler = define.handlers({
    GET: () => page({ a: 1 }),
    POST: (ctx) => ctx.state.user === "" ? page({ b: "x" }) : ctx.redirect("/"),
    DELETE: async () => await Promise.resolve(new Response()),
  });
  assert.ok(isTrue<Equal<RouteData<typeof handler>, { a: number } | { b: string }>>(true));
  assert.deepEqual(handler.GET(), { data: { a: 1 }, headers: undefined, status: undefined });
});

Deno.test("page turns null into no data and keeps other falsy values", () => {
  assert.equal(page(null).data, undefined);
  assert.deepEqual([page(0).data, page("").data, page(false).data], [0, "", false]);
});
