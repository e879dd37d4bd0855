import { jwtVerify, SignJWT } from "jose";

/** Lifetime of an access token. */
export const ACCESS_TOKEN_SECONDS = 15 * 60;
const ISSUER = "vigia";
const AUDIENCE = "vigia-api";
/** RFC 9068; keeps other JWTs made with the same secret out. */
const TYPE = "at+jwt";
const ALGORITHM = "HS256";
/** Ours have some 300 characters; a megabyte of header is not worth parsing. */
const MAX_LENGTH = 2048;

/** Whom an access token stands for. What he may do is not in it, so that changes count at once. */
export interface AccessClaims {
  userId: string;
  sessionId: string;
}

/**
 * Signs and verifies access tokens: JWTs with algorithm, type, issuer and audience pinned (RFC 8725);
 * key hints in a token's header are not looked at.
 */
export class AccessTokens {
  readonly #key: CryptoKey;
  readonly #now: () => number;

  private constructor(key: CryptoKey, now: () => number) {
    this.#key = key;
    this.#now = now;
  }

  /** `jwtSecret`: at least 32 bytes. `now` in milliseconds. */
  static async create(jwtSecret: string, now: () => number = Date.now): Promise<AccessTokens> {
    const key = await crypto.subtle.importKey(
      "raw",
      new TextEncoder().encode(jwtSecret),
      { name: "HMAC", hash: "SHA-256" },
      false,
      ["sign", "verify"],
    );
    return new AccessTokens(key, now);
  }

  sign({ userId, sessionId }: AccessClaims): Promise<string> {
    const issuedAt = Math.floor(this.#now() / 1000);
    return new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(userId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + ACCESS_TOKEN_SECONDS)
      .sign(this.#key);
  }

  /** The claims, or `null` for every token that is not ours and current. */
  async verify(token: string): Promise<AccessClaims | null> {
    if (token.length > MAX_LENGTH) return null;
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCE,
        typ: TYPE,
        requiredClaims: ["sub", "sid", "iat", "exp"],
        currentDate: new Date(this.#now()),
      });
      if (typeof payload.sub !== "string" || typeof payload.sid !== "string") return null;
      return { userId: payload.sub, sessionId: payload.sid };
    } catch {
      // Whatever is wrong with it: it opens nothing, and telling why helps only a forger.
      return null;
    }
  }
}
