import type { Stored } from "../store/collections.ts";
import type { Principal } from "./permissions.ts";
import { RecentCache } from "./recent_cache.ts";
import { isLive, type Session, SESSION_TOUCH_MS } from "./session.ts";
import type { SessionRegistry } from "./session_registry.ts";
import { hashSecret, isSameSecret } from "./token_secret.ts";
import { userPrincipal } from "./user.ts";
import type { UserDirectory } from "./user_directory.ts";

const COOKIE_SHAPE = /^([0-9a-f-]{36})\.([\w-]{43})$/;

interface LiveSession {
  session: Stored<Session>;
  principal: Principal;
}

export interface SessionPrincipalsDeps {
  sessions: SessionRegistry;
  users: UserDirectory;
  now: () => number;
  /** Told when use could not be written down. */
  onTouchFailed: (error: unknown) => void;
}

/** Who stands behind a session now; at most a second old, so that ended sessions end. */
export class SessionPrincipals {
  readonly #deps: SessionPrincipalsDeps;
  readonly #cache: RecentCache<LiveSession>;
  readonly #touching = new Set<string>();

  constructor(deps: SessionPrincipalsDeps) {
    this.#deps = deps;
    this.#cache = new RecentCache((id) => this.#load(id), { now: deps.now });
  }

  /** The cookie value of a browser's session. */
  static cookieValue(sessionId: string, secret: string): string {
    return `${sessionId}.${secret}`;
  }

  /** Who holds the cookie, or `null`. */
  byCookie(value: string): Principal | null | Promise<Principal | null> {
    const match = COOKIE_SHAPE.exec(value);
    if (match === null) return null;
    const [, id = "", secret = ""] = match;
    const found = this.#cache.get(id);
    return found instanceof Promise
      ? found.then((live) => this.#admit(live, "browser", secret))
      : this.#admit(found, "browser", secret);
  }

  /** Who the session of an access token, or any session that was checked before, belongs to. */
  async byId(id: string): Promise<Principal | null> {
    return this.#admit(await this.#cache.get(id));
  }

  forget(sessionId: string): void {
    this.#cache.delete(sessionId);
  }

  /** After a change of somebody's role. */
  forgetAll(): void {
    this.#cache.clear();
  }

  async #load(id: string): Promise<LiveSession | null> {
    const session = await this.#deps.sessions.get(id);
    if (session === null || !isLive(session, this.#deps.now())) return null;
    const user = await this.#deps.users.get(session.userId);
    return user === null ? null : { session, principal: userPrincipal(user, id) };
  }

  #admit(live: LiveSession | null, kind?: Session["kind"], secret?: string): Principal | null {
    if (live === null) return null;
    const { session, principal } = live;
    const now = this.#deps.now();
    if (!isLive(session, now) || (kind !== undefined && session.kind !== kind)) return null;
    if (secret !== undefined && !isSameSecret(hashSecret(secret), session.secretHash)) return null;
    if (now - Date.parse(session.lastSeenAt) > SESSION_TOUCH_MS) this.#touch(session.id);
    return principal;
  }

  #touch(id: string): void {
    if (this.#touching.has(id)) return;
    this.#touching.add(id);
    this.#deps.sessions.touch(id)
      .then(() => this.#cache.delete(id), this.#deps.onTouchFailed)
      .finally(() => this.#touching.delete(id));
  }
}
