import type { Collection, Stored } from "../store/collections.ts";
import type { Store } from "../store/store.ts";
import { InvalidTokenError } from "./auth_errors.ts";
import { RefreshTokens } from "./refresh_tokens.ts";
import { isLive, type Session, SESSION_ABSOLUTE_MS, SESSIONS } from "./session.ts";
import { hashSecret, randomSecret } from "./token_secret.ts";

/** Lost races before a refresh gives up; each means that another refresh won. */
const MAX_ATTEMPTS = 3;

/** From where and with what somebody signs in. */
export interface Client {
  address: string;
  userAgent: string;
}

export interface OpenedSession {
  session: Stored<Session>;
  /** Shown to its holder once, kept as a hash. */
  secret: string;
}

/** A used refresh token came again; its whole family was ended. */
export class RefreshReuseError extends InvalidTokenError {
  readonly session: Stored<Session>;
  constructor(session: Stored<Session>) {
    super();
    this.name = "RefreshReuseError";
    this.session = session;
  }
}

/** The stored sessions: opening, rotating and ending them. */
export class SessionRegistry {
  readonly #sessions: Collection<Session>;
  readonly #tokens: RefreshTokens;
  readonly #now: () => number;

  constructor(store: Store, jwtSecret: string, now: () => number) {
    this.#sessions = store.collection(SESSIONS);
    this.#tokens = new RefreshTokens(jwtSecret);
    this.#now = now;
  }

  get(id: string): Promise<Stored<Session> | null> {
    return this.#sessions.get(id);
  }

  /** Opens a session with a new id and a new secret. */
  async open(userId: string, kind: Session["kind"], client: Client): Promise<OpenedSession> {
    const secret = randomSecret();
    const session = await this.#sessions.insert({
      userId,
      kind,
      secretHash: hashSecret(secret),
      previousHash: null,
      rotatedAt: null,
      lastSeenAt: this.#time(),
      expiresAt: new Date(this.#now() + SESSION_ABSOLUTE_MS).toISOString(),
      revokedAt: null,
      revokedFor: null,
      address: client.address,
      userAgent: client.userAgent.slice(0, 200).toWellFormed(),
    });
    return { session, secret };
  }

  /** The refresh token that stands for a session's secret. */
  refreshToken({ session, secret }: OpenedSession): string {
    return this.#tokens.write({ sessionId: session.id, secret });
  }

  /**
   * Takes a refresh token and gives the next of its family. Requests that were under way at the same
   * time get the same next one, as two tabs may race; a token that comes after it was used is taken
   * for stolen and ends the family.
   * @throws InvalidTokenError, RefreshReuseError
   */
  async rotate(token: string): Promise<OpenedSession> {
    const presented = this.#tokens.read(token);
    if (presented === null) throw new InvalidTokenError();
    const presentedHash = hashSecret(presented.secret);
    const child = this.#tokens.childOf(presented);
    const begun = this.#now();
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const session = await this.#sessions.get(presented.sessionId);
      if (session === null || session.kind !== "token" || !isLive(session, this.#now())) {
        throw new InvalidTokenError();
      }
      if (session.secretHash !== presentedHash) {
        if (wasRotatedSince(session, presentedHash, begun)) return { session, secret: child };
        await this.revoke(session.id, "reuse");
        throw new RefreshReuseError(session);
      }
      const now = this.#time();
      const rotated = await this.#sessions.patch(
        session.id,
        {
          secretHash: hashSecret(child),
          previousHash: presentedHash,
          rotatedAt: now,
          lastSeenAt: now,
        },
        { secretHash: presentedHash, revokedAt: null },
      );
      if (rotated !== null) return { session: rotated, secret: child };
    }
    throw new InvalidTokenError();
  }

  /** Ends a session; what ended it first stays on record. */
  async revoke(id: string, reason: NonNullable<Session["revokedFor"]>): Promise<void> {
    await this.#sessions.patch(
      id,
      { revokedAt: this.#time(), revokedFor: reason },
      { revokedAt: null },
    );
  }

  /** Writes down that the session is in use. */
  async touch(id: string): Promise<void> {
    await this.#sessions.patch(id, { lastSeenAt: this.#time() }, { revokedAt: null });
  }

  /** Deletes sessions that have ended by age, and returns how many. */
  prune(): Promise<number> {
    return this.#sessions.deleteWhere({ expiresAt: { lt: this.#time() } });
  }

  #time(): string {
    return new Date(this.#now()).toISOString();
  }
}

/** Whether the token was used by a request that ran beside the one that began at `begun`. */
function wasRotatedSince(session: Session, presentedHash: string, begun: number): boolean {
  return session.previousHash === presentedHash && session.rotatedAt !== null &&
    Date.parse(session.rotatedAt) >= begun;
}
