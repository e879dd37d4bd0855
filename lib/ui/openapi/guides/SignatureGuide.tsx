import {
  SIGNATURE_CHECK,
  SIGNATURE_EXAMPLE,
  signedDeliveryScript,
} from "../../../openapi/signature_example.ts";
import { CodeBlock } from "../CodeBlock.tsx";
import { Paragraphs } from "../InlineText.tsx";
import { Guide } from "./Guide.tsx";

export interface SignatureGuideProps {
  id: string;
  title: string;
  serverUrl: string;
}

const HOW =
  `Senders that speak Standard Webhooks need no API key: they share a secret with Vigia and \
sign what they send. The secret is \`WEBHOOK_SECRET\`; when it is not set, Vigia made one at its \
first start, in \`webhook.secret\` of \`DATA_DIR\`. The key is the base64 after \`whsec_\`.

Sign \`webhook-id\`, \`webhook-timestamp\` and the exact bytes of the body, joined by full stops, with \
HMAC-SHA256, and send \`v1,\` and the base64 of it as \`webhook-signature\`. Vigia verifies the bytes as \
they arrive, before it reads them as JSON; whoever formats the body again after signing breaks it.

The timestamp may be 5 minutes off. A repeated attempt keeps its id and takes a new timestamp and \
signature; its events count once. While a secret is replaced, send one signature with each secret, \
separated by a space: one that fits is enough.`;

const CHECK = `To check your own code, sign this delivery: the result must be \
\`${SIGNATURE_EXAMPLE.signature}\`. (Its timestamp is fixed, so that Vigia itself refuses it.)`;

/** How signed webhooks work, with a delivery to check one's own code by. */
export function SignatureGuide({ id, title, serverUrl }: SignatureGuideProps) {
  return (
    <Guide id={id} title={title}>
      <Paragraphs text={HOW} />
      <CodeBlock
        label="Sign and send: Node, Deno, Bun"
        isCommand
        text={signedDeliveryScript(serverUrl)}
      />
      <Paragraphs text={CHECK} />
      <CodeBlock label="Verify: shell with OpenSSL" isCommand text={SIGNATURE_CHECK} />
    </Guide>
  );
}
