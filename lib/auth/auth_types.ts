import type { Permission } from "./permissions.ts";
import type { PublicUser } from "./user.ts";

/** What a client gets that signs in without cookies. */
export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  /** Seconds until the access token ends. */
  expiresIn: number;
}

export interface Credentials {
  /** Lower case. */
  email: string;
  password: string;
}

export interface NewAccount extends Credentials {
  name: string;
}

/** A browser that has signed in: the `Set-Cookie` value that keeps it so. */
export interface BrowserSession {
  user: PublicUser;
  setCookie: string;
}

export interface ApiKeyRequest {
  name: string;
  scopes: Permission[];
  /** ISO 8601, or `null` for a key that stays until it is revoked. */
  expiresAt: string | null;
}
