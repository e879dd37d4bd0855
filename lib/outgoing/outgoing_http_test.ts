import assert from "node:assert/strict";
import { AddressGuard } from "./address_guard.ts";
import { OutgoingHttp } from "./outgoing_http.ts";

Deno.test("OutgoingHttp connects to the address that was checked and keeps the name", async () => {
  const hosts: (string | null)[] = [];
  const server: Deno.HttpServer<Deno.NetAddr> = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen() {},
  }, (request) => {
    hosts.push(request.headers.get("host"));
    return new Response("x".repeat(1_000), {
      status: 302,
      headers: { location: `http://127.0.0.1:${server.addr.port}/again` },
    });
  });
  let lookups = 0;
  const guard = new AddressGuard(["127.0.0.0/8"], () => {
    lookups += 1;
    return Promise.resolve([{ address: "127.0.0.1", family: 4 as const }]);
  });
  const http = new OutgoingHttp(guard, { maxBytes: 100 });
  try {
    const port = server.addr.port;
    const answer = await http.post(`http://name.test:${port}/`, "{}", {});
    assert.equal(answer.status, 302);
    assert.equal(answer.text.length, 100);
    assert.deepEqual(hosts, [`name.test:${port}`]);
    assert.equal(lookups, 1);
  } finally {
    await server.shutdown();
  }
});

Deno.test("OutgoingHttp gives up a receiver that does not answer", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const http = new OutgoingHttp(new AddressGuard(["127.0.0.1"]), { timeoutMs: 100 });
  try {
    await assert.rejects(
      http.post(`http://127.0.0.1:${listener.addr.port}/secret`, "{}", {}),
      (error: Error) => /no answer in time/.test(error.message) && !/secret/.test(error.message),
    );
  } finally {
    listener.close();
  }
});

/** Answers with parts of so many bytes, one each so many milliseconds, without an end. */
function serveForever(bytes: number, everyMs: number) {
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => {
    let timer: ReturnType<typeof setInterval> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        timer = setInterval(() => controller.enqueue(new Uint8Array(bytes).fill(120)), everyMs);
      },
      cancel: () => clearInterval(timer),
    });
    return new Response(body);
  });
}

Deno.test("OutgoingHttp reads no more than it is allowed to of an answer without an end", async () => {
  const server = serveForever(40_000, 1);
  const http = new OutgoingHttp(new AddressGuard(["127.0.0.1"]), { timeoutMs: 5_000 });
  try {
    const answer = await http.post(`http://127.0.0.1:${server.addr.port}/`, "{}", {});
    assert.equal(answer.text.length, 64 * 1024);
  } finally {
    await server.shutdown();
  }
});

Deno.test("OutgoingHttp gives up an answer that drips", async () => {
  const server = serveForever(1, 20);
  const http = new OutgoingHttp(new AddressGuard(["127.0.0.1"]), { timeoutMs: 300 });
  try {
    await assert.rejects(
      http.post(`http://127.0.0.1:${server.addr.port}/`, "{}", {}),
      /no answer in time/,
    );
  } finally {
    await server.shutdown();
  }
});
