/** A delivery with its signature, by which senders can check their own code. */
export const SIGNATURE_EXAMPLE = {
  secret: "whsec_dGhpcyBpcyBhbiBleGFtcGxlLCBub3QgYSBzZWNyZXQh",
  id: "msg_1",
  /** 2026-11-22T12:00:00Z */
  timestamp: 1795348800,
  body: '{"userId":"ana","type":"login"}',
  signature: "v1,Zszk+H7b1g4V90Ie9oID979D1Lbyb62pJtiMdv4kVLw=",
} as const;

/** A POSIX shell script that prints the example's signature. */
export const SIGNATURE_CHECK = `secret='${SIGNATURE_EXAMPLE.secret}'
id='${SIGNATURE_EXAMPLE.id}'
timestamp='${SIGNATURE_EXAMPLE.timestamp}'
body='${SIGNATURE_EXAMPLE.body}'

key=$(printf %s "\${secret#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \\n')
printf 'v1,%s\\n' "$(printf %s "$id.$timestamp.$body" |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64)"`;

/** A module for Node, Deno and Bun that signs an event and delivers it. */
export function signedDeliveryScript(serverUrl: string): string {
  return `import { createHmac, randomUUID } from "node:crypto";

const key = Buffer.from(process.env.WEBHOOK_SECRET.slice("whsec_".length), "base64");
const id = randomUUID(); // the same at every attempt of this delivery
const timestamp = String(Math.floor(Date.now() / 1000));
const body = JSON.stringify({ userId: "ana", type: "login" });
const signature = createHmac("sha256", key).update(\`\${id}.\${timestamp}.\${body}\`).digest("base64");

const answer = await fetch("${serverUrl}/webhook/event", {
  method: "POST",
  headers: {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": \`v1,\${signature}\`,
  },
  body,
});
console.log(answer.status, await answer.text());`;
}
