import assert from "node:assert/strict";
import { App } from "fresh";
import type { State } from "@/lib/define.ts";
import { toProblem } from "@/lib/http/known_errors.ts";
import type { JobQueue } from "@/lib/queue/job_queue.ts";
import { eventually, withQueues } from "@/lib/queue/testing/temporary_queues.ts";
import type { Services } from "@/lib/services.ts";
import * as list from "./dead-letters/index.ts";
import * as replayAll from "./dead-letters/replay-all.ts";
import * as letter from "./dead-letters/[id]/index.ts";
import * as replay from "./dead-letters/[id]/replay.ts";
import * as numbers from "./index.ts";

type Call = (method: string, path: string) => Promise<Response>;

function serve(jobs: JobQueue): Call {
  const handle = new App<State>()
    .use(async (ctx) => {
      ctx.state.services = { jobs } as Services;
      try {
        return await ctx.next();
      } catch (error) {
        return toProblem(error).problem.toResponse();
      }
    })
    .get("/queue", numbers.handler.GET)
    .get("/queue/dead-letters", list.handler.GET)
    .post("/queue/dead-letters/replay-all", replayAll.handler.POST)
    .post("/queue/dead-letters/:id/replay", replay.handler.POST)
    .delete("/queue/dead-letters/:id", letter.handler.DELETE)
    .handler();
  return (method, path) => handle(new Request(`http://localhost/queue${path}`, { method }));
}

Deno.test("the queue's routes declare what they need", () => {
  assert.equal(numbers.permission, "queue:read");
  assert.equal(list.permission, "queue:read");
  assert.equal(replayAll.permission, "queue:manage");
  assert.equal(replay.permission, "queue:manage");
  assert.equal(letter.permission, "queue:manage");
});

Deno.test("GET /queue answers the numbers of the queue", async () => {
  await withQueues(async ({ open }) => {
    const jobs = await open();
    await jobs.enqueue("a", 1, { delayMs: 60_000 });
    await jobs.addDeadLetter({ kind: "a", payload: 1 }, new Error("no"));
    const response = await serve(jobs)("GET", "");
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), {
      pending: 1,
      processing: 0,
      deadLetters: 1,
      oldestPendingMs: 0,
    });
  });
});

Deno.test("GET /queue/dead-letters pages and refuses foreign cursors", async () => {
  await withQueues(async ({ open }) => {
    const jobs = await open();
    for (const payload of [1, 2, 3]) {
      await jobs.addDeadLetter({ kind: "a", payload }, new Error("no"));
    }
    const call = serve(jobs);
    const first = await (await call("GET", "/dead-letters?limit=2")).json();
    assert.deepEqual(first.items.map((item: { payload: number }) => item.payload), [3, 2]);
    assert.deepEqual(Object.keys(first.items[0]).toSorted(), [
      "attempts",
      "crashes",
      "createdAt",
      "diedAt",
      "history",
      "id",
      "kind",
      "lastError",
      "payload",
      "payloadBytes",
    ]);
    const second = await (await call("GET", `/dead-letters?limit=2&cursor=${first.next}`)).json();
    assert.deepEqual(second.items.map((item: { payload: number }) => item.payload), [1]);
    assert.equal(second.next, null);
    for (const query of ["cursor=nonsense", "limit=0", "limit=501", "limit=x"]) {
      const response = await call("GET", `/dead-letters?${query}`);
      assert.equal(response.status, 422, query);
      assert.equal(response.headers.get("content-type"), "application/problem+json");
    }
  });
});

Deno.test("POST /queue/dead-letters/:id/replay starts a letter once", async () => {
  await withQueues(async ({ open }) => {
    const jobs = await open();
    const seen: unknown[] = [];
    jobs.handle("a", {}, (payload) => void seen.push(payload));
    await jobs.start();
    // Ids that callers choose may hold anything.
    const id = await jobs.addDeadLetter({ kind: "a", payload: 7, id: "a/b c?é" }, new Error("no"));
    const call = serve(jobs);
    const path = `/dead-letters/${encodeURIComponent(id)}/replay`;
    const response = await call("POST", path);
    assert.equal(response.status, 202);
    assert.deepEqual(await response.json(), { replayed: 1 });
    await eventually(() => seen.length === 1, "the job");
    assert.deepEqual(seen, [7]);
    const again = await call("POST", path);
    assert.equal(again.status, 404);
    assert.equal((await again.json()).status, 404);
  });
});

Deno.test("POST /queue/dead-letters/replay-all answers how many", async () => {
  await withQueues(async ({ open }) => {
    const jobs = await open();
    for (const payload of [1, 2, 3]) {
      await jobs.addDeadLetter({ kind: "a", payload }, new Error("no"));
    }
    const call = serve(jobs);
    const response = await call("POST", "/dead-letters/replay-all");
    assert.equal(response.status, 202);
    assert.deepEqual(await response.json(), { replayed: 3 });
    const { pending, deadLetters } = await jobs.stats();
    assert.deepEqual({ pending, deadLetters }, { pending: 3, deadLetters: 0 });
    assert.deepEqual(await (await call("POST", "/dead-letters/replay-all")).json(), {
      replayed: 0,
    });
  });
});

Deno.test("DELETE /queue/dead-letters/:id discards a letter", async () => {
  await withQueues(async ({ open }) => {
    const jobs = await open();
    const id = await jobs.addDeadLetter({ kind: "a", payload: 1 }, new Error("no"));
    const call = serve(jobs);
    assert.equal((await call("DELETE", `/dead-letters/${id}`)).status, 204);
    assert.equal((await call("DELETE", `/dead-letters/${id}`)).status, 404);
    assert.equal((await jobs.stats()).deadLetters, 0);
  });
});

Deno.test("the queue's routes answer 503 with Retry-After while the database is away", async () => {
  await withQueues(async ({ open }) => {
    const jobs = await open();
    jobs.close();
    const call = serve(jobs);
    for (const path of ["", "/dead-letters"]) {
      const response = await call("GET", path);
      assert.equal(response.status, 503);
      assert.ok(Number(response.headers.get("retry-after")) > 0);
      assert.doesNotMatch(await response.text(), /Bad resource/);
    }
  });
});
