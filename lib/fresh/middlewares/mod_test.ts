import assert from "node:assert/strict";
import { serveMiddleware } from "../test_utils.ts";
import { compileMiddlewares, type Middleware } from "./mod.ts";

Deno.test("compileMiddlewares runs in order and back out again", async () => {
  const log: string[] = [];
  const step = (name: string): Middleware<unknown> => async (ctx) => {
    log.push(name);
    const response = await ctx.next();
    log.push(name.toLowerCase());
    return response;
  };
  const chain = compileMiddlewares([step("A"), step("B"), () => new Response("ok")]);
  assert.equal(await (await serveMiddleware(chain).get("/")).text(), "ok");
  assert.equal(log.join(""), "ABba");
});

Deno.test("compileMiddlewares stores an error in ctx.error before outer ones see it", async () => {
  const failure = new Error("x");
  const reported: unknown[] = [];
  const seen: unknown[] = [];
  const chain = compileMiddlewares<unknown>([
    async (ctx) => {
      try {
        return await ctx.next();
      } catch (error) {
        seen.push(error, ctx.error);
        return new Response("handled");
      }
    },
    (ctx) => ctx.next(),
    () => {
      throw failure;
    },
  ], (error) => reported.push(error));
  assert.equal(await (await serveMiddleware(chain).get("/")).text(), "handled");
  assert.deepEqual(seen, [failure, failure]);
  assert.deepEqual(reported, [failure]);
});

Deno.test("compileMiddlewares gives a second call of next the end of the chain", async () => {
  const chain = compileMiddlewares<unknown>([
    async (ctx) => {
      const first = await ctx.next();
      const second = await ctx.next();
      return new Response(`${await first.text()} ${await second.text()}`);
    },
    (ctx) => ctx.req.method === "GET" ? new Response("inner") : ctx.next(),
  ]);
  const server = serveMiddleware(chain, { next: () => Promise.resolve(new Response("tail")) });
  assert.equal(await (await server.get("/")).text(), "inner tail");
});
