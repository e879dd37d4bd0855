import { createHmac } from "node:crypto";
import { isSameSecret } from "../../auth/token_secret.ts";

const SHAPE = /^([0-9a-f-]{36})\.([0-9a-z]{1,12})\.([\w-]{43})$/;

/** What a link is good for. */
export interface AcknowledgeClaim {
  groupId: string;
  isExpired: boolean;
}

/** Makes and reads the signed tokens of acknowledge links: one group each, until a time. */
export class AcknowledgeLinks {
  readonly #key: Uint8Array;
  readonly #baseUrl: string;

  constructor(secret: string, baseUrl: string) {
    this.#key = createHmac("sha256", secret).update("vigia acknowledge links 1").digest();
    this.#baseUrl = baseUrl;
  }

  /** Address of a page of this server. */
  page(path: string): string {
    return this.#baseUrl + path;
  }

  /** The token is in the query, which is never logged. */
  link(groupId: string, expiresAt: number): string {
    const text = `${groupId}.${Math.floor(expiresAt / 1000).toString(36)}`;
    return this.page(`/alerts/acknowledge?token=${text}.${this.#sign(text)}`);
  }

  /** `null` for what this server did not sign. */
  read(token: string, now: number): AcknowledgeClaim | null {
    const match = SHAPE.exec(token);
    if (match === null) return null;
    const [, groupId, expiry, signature] = match;
    if (!isSameSecret(signature!, this.#sign(`${groupId}.${expiry}`))) return null;
    return { groupId: groupId!, isExpired: parseInt(expiry!, 36) * 1000 <= now };
  }

  #sign(text: string): string {
    return createHmac("sha256", this.#key).update(text).digest("base64url");
  }
}
