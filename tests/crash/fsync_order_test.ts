import assert from "node:assert/strict";
import { join } from "node:path";
import { freePort } from "../mongodb.ts";
import { isLong } from "./intensity.ts";
import { report } from "./report.ts";
import { createKey, postJson, ServerProcess, withFolder } from "./server_process.ts";
import { type FsyncOrder, readFsyncOrder, TRACE_OPTIONS } from "./system_calls.ts";

const EVENTS = isLong ? 1_000 : 200;
/** Requests at the same time: commits overlap with answers of the one before. */
const CLIENTS = 4;
const IDS = /fsync-\d{6}/g;
const TRACE_END_MS = 20_000;

/** Whether programs can be traced here: strace is there and allowed. */
async function canTrace(): Promise<boolean> {
  const args = [...TRACE_OPTIONS, "-o", "/dev/null", "true"];
  try {
    return (await new Deno.Command("strace", { args, stdout: "null", stderr: "null" }).output())
      .success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function send(url: string, key: string): Promise<void> {
  let next = 0;
  await Promise.all(Array.from({ length: CLIENTS }, async () => {
    while (next < EVENTS) {
      const id = `fsync-${String(next++).padStart(6, "0")}`;
      await postJson(`${url}/webhook/event`, { id, userId: "ana", type: "login" }, 202, key);
    }
  }));
}

/** The trace, once the tracer has written all of it. */
async function wholeTrace(path: string, pid: number): Promise<string> {
  const end = performance.now() + TRACE_END_MS;
  while (performance.now() < end) {
    const text = await Deno.readTextFile(path);
    if (new RegExp(`^${pid} +\\+\\+\\+ `, "m").test(text)) return text;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("The trace has no end");
}

/** Runs a server under a trace while events are sent to it. */
async function traceServer(
  entry: string,
  makeKey: (url: string) => Promise<string>,
): Promise<FsyncOrder> {
  return await withFolder(async (folder) => {
    const path = join(folder, "trace");
    const server = new ServerProcess({
      dataDir: folder,
      port: freePort(),
      entry,
      wrapper: ["strace", ...TRACE_OPTIONS, "-o", path],
    });
    try {
      await server.ready();
      await send(server.url, await makeKey(server.url));
      assert.equal((await server.stop("SIGTERM")).code, 0);
      return readFsyncOrder(await wholeTrace(path, server.pid), IDS);
    } finally {
      await server.stop("SIGKILL");
    }
  });
}

const ignore = !await canTrace();
const reason = ignore ? " [skipped: no strace (apt-get install strace, and allow ptrace)]" : "";

Deno.test({
  name: `no 202 leaves before its event is synced to the disk${reason}`,
  ignore,
  async fn() {
    const { answered, early } = await traceServer(
      "tasks/start.ts",
      (url) => createKey(url, ["events:write"]),
    );
    assert.equal(answered.size, EVENTS, "the trace does not show every answer");
    assert.deepEqual([...early], []);
    report(`fsync: 0 of ${EVENTS} answers left early`);
  },
});

Deno.test({
  name: `the same trace finds every early 202 of a server that does not sync${reason}`,
  ignore,
  async fn() {
    const { answered, early } = await traceServer(
      "tests/crash/unsynced_server.ts",
      () => Promise.resolve("none"),
    );
    assert.equal(answered.size, EVENTS);
    assert.equal(early.size, EVENTS);
  },
});
