import assert from "node:assert/strict";
import { WebhookVerifier } from "../events/standard_webhooks.ts";
import { Simulator } from "./simulator.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

Deno.test("Simulator signs its events and tries a refused one again with the same id", async () => {
  const verifier = new WebhookVerifier([{ source: "webhook", secret: SECRET }]);
  const ids: string[] = [];
  const problems: string[] = [];
  const stop = new AbortController();
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const body = new Uint8Array(await request.arrayBuffer());
    const header = (name: string) => request.headers.get(name);
    await verifier.verify({
      id: header("webhook-id"),
      timestamp: header("webhook-timestamp"),
      signature: header("webhook-signature"),
    }, body);
    ids.push(JSON.parse(new TextDecoder().decode(body)).id);
    if (ids.length === 1) return new Response("busy", { status: 503 });
    if (ids.length > 2) stop.abort();
    return new Response("{}", { status: 202 });
  });
  const simulator = new Simulator({
    url: `http://127.0.0.1:${server.addr.port}`,
    secret: SECRET,
    rate: 1000,
    seed: 1,
    onProblem: (message) => problems.push(message),
  });
  await simulator.burst(stop.signal);
  await server.shutdown();
  assert.equal(ids[0], ids[1]);
  assert.notEqual(ids[1], ids[2]);
  assert.deepEqual(problems, ["answered 503: busy"]);
  assert.ok(simulator.accepted >= 1);
});

Deno.test("Simulator.expenses() sends an expense with user, amount, category and merchant", async () => {
  const stop = new AbortController();
  const bodies: Record<string, unknown>[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    bodies.push(await request.json());
    stop.abort();
    return new Response("{}", { status: 202 });
  });
  const url = `http://127.0.0.1:${server.addr.port}`;
  const simulator = new Simulator({ url, secret: SECRET, rate: 1, seed: 1 });
  await simulator.expenses(stop.signal);
  await server.shutdown();
  const { type, value, metadata } = bodies[0] ?? {};
  assert.equal(type, "expense");
  assert.ok(typeof value === "number" && value > 0);
  assert.deepEqual(Object.keys(metadata as object), ["merchant", "category", "region"]);
});
