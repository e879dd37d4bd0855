import assert from "node:assert/strict";
import { StoreUnavailableError } from "../store.ts";
import type { FragileMethods } from "./testdata/fragile_thread.ts";
import { ThreadClient } from "./thread_client.ts";

async function withClient(
  test: (client: ThreadClient<FragileMethods>, crashes: Error[]) => Promise<void>,
  name = "thread",
): Promise<void> {
  const crashes: Error[] = [];
  const client = new ThreadClient<FragileMethods>({
    module: new URL("./testdata/fragile_thread.ts", import.meta.url),
    open: [name],
    onCrash: (error) => crashes.push(error),
  });
  try {
    await test(client, crashes);
  } finally {
    await client.close();
  }
}

Deno.test("ThreadClient.call() opens the thread once and keeps the order of calls", () =>
  withClient(async (client) => {
    const answers = await Promise.all([
      client.call("count"),
      client.call("count"),
      client.call("count"),
    ]);
    assert.deepEqual(answers, ["thread 1", "thread 2", "thread 3"]);
    assert.equal(await client.call("count"), "thread 4");
  }));

Deno.test("ThreadClient.call() throws what the function threw", () =>
  withClient(async (client) => {
    await assert.rejects(client.call("refuse"), (error) => {
      assert.ok(error instanceof RangeError);
      assert.equal(error.message, "out of range");
      return true;
    });
    await assert.rejects(client.call("fill"), StoreUnavailableError);
    assert.equal(await client.call("count"), "thread 1");
  }));

Deno.test("ThreadClient.call() fails when the thread dies, and the next one starts another", () =>
  withClient(async (client, crashes) => {
    await client.open();
    const [, count] = await Promise.allSettled([client.call("die"), client.call("count")]);
    assert.ok(count?.status === "rejected" && count.reason instanceof StoreUnavailableError);
    assert.equal(crashes.length, 1);
    assert.match(crashes[0]!.message, /died/);
    assert.equal(await client.call("count"), "thread 1");
  }));

Deno.test("ThreadClient.open() tells why the thread cannot be opened, and may be tried again", () =>
  withClient(async (client) => {
    await assert.rejects(client.open(), StoreUnavailableError);
    await assert.rejects(client.call("count"), StoreUnavailableError);
  }, "refused"));

Deno.test("ThreadClient.close() lets what was asked before finish and refuses everything after", () =>
  withClient(async (client) => {
    const asked = client.call("count");
    await client.open();
    await client.close();
    assert.equal(await asked, "thread 1");
    await assert.rejects(client.call("count"), StoreUnavailableError);
    await client.close();
  }));
