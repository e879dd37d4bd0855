import { createHmac } from "node:crypto";
import { isSameSecret } from "./token_secret.ts";

const PREFIX = "vr_";
const SHAPE = /^vr_([0-9a-f-]{36})\.([\w-]{43})\.([\w-]{43})$/;

/** A refresh token taken apart; its checksum has been verified. */
export interface RefreshToken {
  sessionId: string;
  /** 256 bits in base64url. */
  secret: string;
}

/**
 * Writes and reads refresh tokens: `vr_<session>.<secret>.<checksum>`. The checksum is an HMAC, so
 * that only what was once issued here can count as reuse: nobody who merely knows a session's id
 * can have it revoked, and nonsense never reaches the database.
 */
export class RefreshTokens {
  readonly #key: Uint8Array;

  constructor(jwtSecret: string) {
    // A key of its own, so that no signature made for one purpose serves another.
    this.#key = createHmac("sha256", jwtSecret).update("vigia refresh tokens").digest();
  }

  write({ sessionId, secret }: RefreshToken): string {
    return `${PREFIX}${sessionId}.${secret}.${this.#mac("checksum", sessionId, secret)}`;
  }

  /** The token's parts, or `null` for what was not issued here. */
  read(token: string): RefreshToken | null {
    const match = SHAPE.exec(token);
    if (match === null) return null;
    const [, sessionId = "", secret = "", checksum = ""] = match;
    if (!isSameSecret(checksum, this.#mac("checksum", sessionId, secret))) return null;
    return { sessionId, secret };
  }

  /**
   * The secret that follows this one. It is derived, so that two tabs that refresh at once get the
   * same child without the server keeping it readable anywhere.
   */
  childOf({ sessionId, secret }: RefreshToken): string {
    return this.#mac("child", sessionId, secret);
  }

  #mac(purpose: string, sessionId: string, secret: string): string {
    return createHmac("sha256", this.#key).update(`${purpose}.${sessionId}.${secret}`)
      .digest("base64url");
  }
}
