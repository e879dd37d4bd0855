import { timingSafeEqual } from "node:crypto";

/**
 * Standard Webhooks 1.0.0, symmetric scheme: `v1,` and the base64 of HMAC-SHA256 over
 * `id.timestamp.body`, where body is the raw bytes of the request.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */

export const WEBHOOK_ID_HEADER = "webhook-id";
export const WEBHOOK_TIMESTAMP_HEADER = "webhook-timestamp";
export const WEBHOOK_SIGNATURE_HEADER = "webhook-signature";
/** Farthest that the signed time may be from this server's clock, either way. */
export const WEBHOOK_TOLERANCE_SECONDS = 300;
/**
 * Visible ASCII without a full stop, which would make the signed text ambiguous; short enough that
 * `id:999` still is an event id.
 */
export const WEBHOOK_ID_PATTERN = /^[\x21-\x2d\x2f-\x7e]{1,124}$/;

/** More signatures than any rotation needs; the rest of a longer list is not looked at. */
const MAX_SIGNATURES = 16;
const SECRET_PREFIX = "whsec_";

const encoder = new TextEncoder();

/** Someone who may sign: the name that its events carry, and the secret (`whsec_` and base64). */
export interface WebhookSecret {
  source: string;
  secret: string;
}

/** The three headers of a delivery. */
export interface WebhookHeaders {
  id: string | null;
  timestamp: string | null;
  signature: string | null;
}

/** The delivery is not from somebody who knows a secret, or not from now. The message says what to send. */
export class WebhookSignatureError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "WebhookSignatureError";
  }
}

/** @throws TypeError when the secret is not base64 of at least one byte; never shows the secret. */
function importSecret(secret: string): Promise<CryptoKey> {
  const text = secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : secret;
  let raw: Uint8Array<ArrayBuffer>;
  try {
    raw = Uint8Array.fromBase64(text);
  } catch {
    throw new TypeError("Cannot use the webhook secret: it is not whsec_ and base64");
  }
  if (raw.length === 0) throw new TypeError("Cannot use the webhook secret: it is empty");
  return crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

function signedBytes(id: string, timestamp: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const prefix = encoder.encode(`${id}.${timestamp}.`);
  const bytes = new Uint8Array(prefix.length + body.length);
  bytes.set(prefix);
  bytes.set(body, prefix.length);
  return bytes;
}

/** The `v1` entries of the header, as bytes; other schemes are passed over. */
function v1Entries(header: string): Uint8Array[] {
  return header.split(" ", MAX_SIGNATURES)
    .filter((entry) => entry.startsWith("v1,"))
    .map((entry) => encoder.encode(entry));
}

/**
 * Compares the base64 text, not the decoded bytes: decoders ignore spare bits of the last character,
 * so that several texts would stand for one signature.
 */
function isEqual(entry: Uint8Array, expected: Uint8Array): boolean {
  return entry.length === expected.length && timingSafeEqual(entry, expected);
}

async function sign(key: CryptoKey, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return `v1,${new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes)).toBase64()}`;
}

/** Strict: `parseInt` would take `1614265330abc`. */
function assertFresh(timestamp: string, nowMs: number): void {
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw new WebhookSignatureError(
      `${WEBHOOK_TIMESTAMP_HEADER} must be whole seconds since 1970, digits only`,
    );
  }
  const difference = Number(timestamp) - Math.floor(nowMs / 1000);
  if (Math.abs(difference) > WEBHOOK_TOLERANCE_SECONDS) {
    throw new WebhookSignatureError(
      `${WEBHOOK_TIMESTAMP_HEADER} is ${Math.abs(difference)} s ${
        difference < 0 ? "old" : "ahead"
      }; at most ${WEBHOOK_TOLERANCE_SECONDS} s are allowed, check the sender's clock`,
    );
  }
}

/** Verifies deliveries against the secrets that are valid now; several make a rotation. */
export class WebhookVerifier {
  #keys: Promise<{ source: string; key: CryptoKey }[]>;

  /** @throws TypeError (at the first use) when a secret is not base64. */
  constructor(secrets: readonly WebhookSecret[]) {
    this.#keys = importAll(secrets);
  }

  /** Replaces the secrets from the next delivery on; keeps the old ones if a new one is unusable. */
  async replace(secrets: readonly WebhookSecret[]): Promise<void> {
    const keys = await importAll(secrets);
    this.#keys = Promise.resolve(keys);
  }

  /**
   * The source whose secret signed these bytes.
   * @throws WebhookSignatureError when a header is missing or malformed, the time is more than
   * 5 minutes away, or no signature fits.
   */
  async verify(headers: WebhookHeaders, body: Uint8Array, nowMs = Date.now()): Promise<string> {
    const { id, timestamp, signature } = headers;
    if (id === null || timestamp === null || signature === null) {
      throw new WebhookSignatureError(
        `Send ${WEBHOOK_ID_HEADER}, ${WEBHOOK_TIMESTAMP_HEADER} and ${WEBHOOK_SIGNATURE_HEADER}`,
      );
    }
    if (!WEBHOOK_ID_PATTERN.test(id)) {
      throw new WebhookSignatureError(
        `${WEBHOOK_ID_HEADER} must be 1 to 124 visible ASCII characters without a full stop`,
      );
    }
    assertFresh(timestamp, nowMs);
    const given = v1Entries(signature);
    const bytes = signedBytes(id, timestamp, body);
    for (const { source, key } of given.length === 0 ? [] : await this.#keys) {
      const expected = encoder.encode(await sign(key, bytes));
      if (given.some((entry) => isEqual(entry, expected))) return source;
    }
    throw new WebhookSignatureError(
      `No v1 signature in ${WEBHOOK_SIGNATURE_HEADER} fits the body; sign the exact bytes that are sent`,
    );
  }
}

function importAll(secrets: readonly WebhookSecret[]) {
  const keys = Promise.all(secrets.map(async ({ source, secret }) => ({
    source,
    key: await importSecret(secret),
  })));
  // The failure belongs to whoever awaits the keys, not to the process.
  keys.catch(() => {});
  return keys;
}

/** Signs deliveries with one secret. */
export class WebhookSigner {
  #key: Promise<CryptoKey>;

  /** @throws TypeError when the secret is not `whsec_` and base64. */
  constructor(secret: string) {
    this.#key = importSecret(secret);
  }

  /**
   * The headers that `body` must be sent with.
   * @param atSeconds time of this attempt in whole seconds since 1970
   */
  async headers(
    id: string,
    body: Uint8Array,
    atSeconds = Math.floor(Date.now() / 1000),
  ): Promise<Record<string, string>> {
    const timestamp = String(atSeconds);
    const bytes = signedBytes(id, timestamp, body);
    return {
      [WEBHOOK_ID_HEADER]: id,
      [WEBHOOK_TIMESTAMP_HEADER]: timestamp,
      [WEBHOOK_SIGNATURE_HEADER]: await sign(await this.#key, bytes),
    };
  }
}
