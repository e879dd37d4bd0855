import assert from "node:assert/strict";
import { WebhookSignatureError, WebhookSigner, WebhookVerifier } from "./standard_webhooks.ts";

// The vector that the Standard Webhooks reference libraries publish.
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const TIMESTAMP = 1614265330;
const BODY = new TextEncoder().encode('{"test": 2432232314}');
const SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const NOW = TIMESTAMP * 1000;
const OTHER_SECRET = `whsec_${btoa("another secret of 32 bytes, yes.")}`;

const verifier = new WebhookVerifier([{ source: "webhook", secret: SECRET }]);

function verify(
  changes: { id?: string | null; timestamp?: string | null; signature?: string | null } = {},
  body: Uint8Array = BODY,
  now = NOW,
  by = verifier,
): Promise<string> {
  const headers = { id: ID, timestamp: String(TIMESTAMP), signature: SIGNATURE, ...changes };
  return by.verify(headers, body, now);
}

const refused = (promise: Promise<string>) => assert.rejects(promise, WebhookSignatureError);

function withFlippedBit(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice();
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
}

Deno.test("WebhookVerifier accepts the published vector and names its source", async () => {
  assert.equal(await verify(), "webhook");
});

Deno.test("WebhookSigner makes the published vector", async () => {
  const headers = await new WebhookSigner(SECRET).headers(ID, BODY, TIMESTAMP);
  assert.deepEqual(headers, {
    "webhook-id": ID,
    "webhook-timestamp": String(TIMESTAMP),
    "webhook-signature": SIGNATURE,
  });
});

Deno.test("WebhookVerifier takes the secret with and without its prefix", async () => {
  const bare = new WebhookVerifier([{ source: "bare", secret: SECRET.slice(6) }]);
  assert.equal(await verify({}, BODY, NOW, bare), "bare");
});

Deno.test("WebhookVerifier refuses a signature with any bit flipped", async () => {
  const text = new TextEncoder().encode(SIGNATURE);
  for (let bit = 0; bit < text.length * 8; bit++) {
    const flipped = new TextDecoder("latin1").decode(withFlippedBit(text, bit));
    await refused(verify({ signature: flipped }));
  }
});

Deno.test("WebhookVerifier refuses a body, id or time with any bit flipped", async () => {
  for (let bit = 0; bit < BODY.length * 8; bit++) {
    await refused(verify({}, withFlippedBit(BODY, bit)));
  }
  const id = new TextEncoder().encode(ID);
  for (let bit = 0; bit < id.length * 8; bit++) {
    await refused(verify({ id: new TextDecoder("latin1").decode(withFlippedBit(id, bit)) }));
  }
  await refused(verify({ timestamp: String(TIMESTAMP + 1) }));
});

Deno.test("WebhookVerifier refuses truncated, padded and empty signatures", async () => {
  for (
    const signature of [
      "",
      "v1,",
      "v1",
      SIGNATURE.slice(0, -1),
      SIGNATURE.slice(3),
      `${SIGNATURE}=`,
    ]
  ) {
    await refused(verify({ signature }));
  }
});

Deno.test("WebhookVerifier refuses a missing header", async () => {
  for (const name of ["id", "timestamp", "signature"]) await refused(verify({ [name]: null }));
});

Deno.test("WebhookVerifier wants a timestamp of digits within 300 seconds", async () => {
  for (
    const timestamp of ["", "1e10", "-1", "1614265330abc", " 1614265330", "9".repeat(20), "1.5"]
  ) {
    await refused(verify({ timestamp }));
  }
  assert.equal(await verify({}, BODY, NOW + 299_000), "webhook");
  assert.equal(await verify({}, BODY, NOW - 299_000), "webhook");
  await refused(verify({}, BODY, NOW + 301_000));
  await refused(verify({}, BODY, NOW - 301_000));
});

Deno.test("WebhookVerifier refuses an id that makes the signed text ambiguous", async () => {
  const signer = new WebhookSigner(SECRET);
  for (const id of ["a.1614265330", "", "a b", "é", "x".repeat(125)]) {
    const headers = await signer.headers(id, BODY, TIMESTAMP);
    await refused(verify({ id, signature: headers["webhook-signature"]! }));
  }
});

Deno.test("WebhookVerifier accepts when one of several signatures fits", async () => {
  const signature = `v1a,b25l v1,${btoa("x".repeat(32))} ${SIGNATURE} v2,x`;
  assert.equal(await verify({ signature }), "webhook");
});

Deno.test("WebhookVerifier accepts each secret of a rotation and forgets a replaced one", async () => {
  const rotating = new WebhookVerifier([
    { source: "new", secret: OTHER_SECRET },
    { source: "old", secret: SECRET },
  ]);
  const headers = await new WebhookSigner(OTHER_SECRET).headers(ID, BODY, TIMESTAMP);
  const byNew = { signature: headers["webhook-signature"]! };
  assert.equal(await verify({}, BODY, NOW, rotating), "old");
  assert.equal(await verify(byNew, BODY, NOW, rotating), "new");
  await rotating.replace([{ source: "new", secret: OTHER_SECRET }]);
  await refused(verify({}, BODY, NOW, rotating));
  assert.equal(await verify(byNew, BODY, NOW, rotating), "new");
});

Deno.test("WebhookVerifier.replace() keeps the old secrets when a new one is unusable", async () => {
  const rotating = new WebhookVerifier([{ source: "webhook", secret: SECRET }]);
  for (const secret of ["", "whsec_", "whsec_***"]) {
    await assert.rejects(rotating.replace([{ source: "broken", secret }]), TypeError);
  }
  assert.equal(await verify({}, BODY, NOW, rotating), "webhook");
});

Deno.test("WebhookVerifier without secrets refuses everything", async () => {
  await refused(verify({}, BODY, NOW, new WebhookVerifier([])));
});
