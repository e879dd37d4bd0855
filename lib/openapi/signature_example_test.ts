import assert from "node:assert/strict";
import { hasCommand } from "@/tests/commands.ts";
import { WebhookVerifier } from "../events/standard_webhooks.ts";
import { SIGNATURE_CHECK, SIGNATURE_EXAMPLE, signedDeliveryScript } from "./signature_example.ts";

const { secret, id, timestamp, body, signature } = SIGNATURE_EXAMPLE;

Deno.test("SIGNATURE_EXAMPLE is what the server verifies", async () => {
  const verifier = new WebhookVerifier([{ source: "example", secret }]);
  const bytes = new TextEncoder().encode(body);
  const headers = { id, timestamp: String(timestamp), signature };
  assert.equal(await verifier.verify(headers, bytes, timestamp * 1000), "example");
});

Deno.test({
  name: "SIGNATURE_CHECK prints the example's signature",
  ignore: !hasCommand("openssl"),
  async fn() {
    const { code, stdout, stderr } = await new Deno.Command("sh", { args: ["-c", SIGNATURE_CHECK] })
      .output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    assert.equal(new TextDecoder().decode(stdout).trim(), signature);
  },
});

Deno.test("signedDeliveryScript() sends what the server verifies", async () => {
  const verifier = new WebhookVerifier([{ source: "shop", secret }]);
  const verified = Promise.withResolvers<string>();
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const headers = {
      id: request.headers.get("webhook-id"),
      timestamp: request.headers.get("webhook-timestamp"),
      signature: request.headers.get("webhook-signature"),
    };
    verified.resolve(verifier.verify(headers, await request.bytes()));
    return new Response(null, { status: 202 });
  });
  const script = signedDeliveryScript(`http://127.0.0.1:${server.addr.port}`);
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-config", `data:text/javascript;base64,${btoa(script)}`],
    env: { WEBHOOK_SECRET: secret },
  }).output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  assert.equal(await verified.promise, "shop");
  await server.shutdown();
});
