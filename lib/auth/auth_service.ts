import type { Config } from "../config.ts";
import type { Logger } from "../logging/logger.ts";
import type { Secrets } from "../secrets.ts";
import type { Page, PageRequest } from "../store/pages.ts";
import type { Store } from "../store/store.ts";
import { ACCESS_TOKEN_SECONDS, AccessTokens } from "./access_tokens.ts";
import { type PublicApiKey, publicApiKey } from "./api_key.ts";
import { ApiKeyRegistry } from "./api_key_registry.ts";
import {
  EmailTakenError,
  HashQueueFullError,
  InvalidCredentialsError,
  ScopeError,
} from "./auth_errors.ts";
import type {
  ApiKeyRequest,
  BrowserSession,
  Credentials,
  NewAccount,
  TokenPair,
} from "./auth_types.ts";
import { createFirstAdmin } from "./first_admin.ts";
import { assertStrongPassword } from "./password_policy.ts";
import { PasswordHasher } from "./passwords.ts";
import type { Principal, Role } from "./permissions.ts";
import { SessionCookie } from "./session_cookie.ts";
import { SessionPrincipals } from "./session_principals.ts";
import { type Client, RefreshReuseError, SessionRegistry } from "./session_registry.ts";
import type { OpenedSession } from "./session_registry.ts";
import { SignInThrottle } from "./sign_in_throttle.ts";
import { type PublicUser, publicUser } from "./user.ts";
import { UserDirectory } from "./user_directory.ts";

export interface AuthDeps {
  store: Store;
  config: Pick<Config, "publicUrl" | "rateLimits" | "admin">;
  secrets: Pick<Secrets, "jwtSecret">;
  logger: Logger;
  /** Milliseconds, for tests. */
  now?: () => number;
  /** bcrypt's cost, for tests. Default 12. */
  passwordCost?: number;
}

/** Accounts, sessions, tokens and keys: who is calling, and signing in and out. */
export class AuthService {
  readonly cookie: SessionCookie;
  readonly #logger: Logger;
  readonly #users: UserDirectory;
  readonly #sessions: SessionRegistry;
  readonly #principals: SessionPrincipals;
  readonly #keys: ApiKeyRegistry;
  readonly #accessTokens: AccessTokens;
  readonly #hasher: PasswordHasher;
  readonly #signIns: SignInThrottle;
  readonly #registrations: SignInThrottle;

  private constructor(deps: AuthDeps, accessTokens: AccessTokens) {
    const { store, config, logger, now = Date.now } = deps;
    const onTouchFailed = (error: unknown) => logger.debug("Use was not written down", { error });
    this.cookie = new SessionCookie(config.publicUrl);
    this.#logger = logger;
    this.#users = new UserDirectory(store);
    this.#sessions = new SessionRegistry(store, deps.secrets.jwtSecret, now);
    this.#principals = new SessionPrincipals({
      sessions: this.#sessions,
      users: this.#users,
      now,
      onTouchFailed,
    });
    this.#keys = new ApiKeyRegistry({ store, users: this.#users, now, onTouchFailed });
    this.#accessTokens = accessTokens;
    this.#hasher = new PasswordHasher(
      deps.passwordCost === undefined ? {} : { cost: deps.passwordCost },
    );
    const enabled = config.rateLimits;
    this.#signIns = new SignInThrottle({ enabled, now });
    this.#registrations = new SignInThrottle({ enabled, now });
  }

  /**
   * Makes the service, and the first administrator when `ADMIN_EMAIL` and `ADMIN_PASSWORD` name one
   * and nobody has an account yet.
   * @throws Error when that password cannot be used.
   */
  static async create(deps: AuthDeps): Promise<AuthService> {
    const tokens = await AccessTokens.create(deps.secrets.jwtSecret, deps.now);
    const service = new AuthService(deps, tokens);
    if (deps.config.admin !== undefined) {
      const { config: { admin }, logger } = deps;
      await createFirstAdmin({ admin, users: service.#users, hasher: service.#hasher, logger });
    }
    return service;
  }

  /**
   * Who sends this request: the holder of the `Authorization` token if there is one, else of the
   * session cookie. `null` for nobody, also when what was sent is not valid. Answers without a
   * promise when it was asked within the last second.
   */
  authenticate(request: Request): Principal | null | Promise<Principal | null> {
    if (request.headers.has("authorization")) return this.authenticateBearer(request);
    const cookie = this.cookie.read(request);
    return cookie === null ? null : this.#principals.byCookie(cookie);
  }

  /** Who holds the `Authorization: Bearer` token; cookies do not count. */
  authenticateBearer(request: Request): Principal | null | Promise<Principal | null> {
    const header = request.headers.get("authorization");
    const match = header === null ? null : /^Bearer +([\w.~+/-]+=*)$/i.exec(header);
    return match === null ? null : this.authenticateToken(match[1]!);
  }

  /** Who holds an access token or API key. */
  authenticateToken(token: string): Principal | null | Promise<Principal | null> {
    return token.startsWith("vg_") ? this.#keys.byText(token) : this.#byAccessToken(token);
  }

  /**
   * Whether a caller who was authenticated before still is and may still do all he could then; what
   * open sockets ask at least every second. At most a second old.
   */
  async isStillValid(principal: Principal): Promise<boolean> {
    const current = principal.kind === "api-key"
      ? await this.#keys.byId(principal.id)
      : await this.#principals.byId(principal.sessionId ?? "");
    return current !== null &&
      [...principal.permissions].every((permission) => current.permissions.has(permission));
  }

  /** @throws WeakPasswordError, EmailTakenError, TooManyAttemptsError, HashQueueFullError */
  async register(account: NewAccount, client: Client): Promise<PublicUser> {
    const { name, email, password } = account;
    assertStrongPassword(password, account);
    this.#registrations.begin(email, client.address);
    if (await this.#users.findByEmail(email) !== null) throw new EmailTakenError();
    const passwordHash = await this.#hasher.hash(password);
    const user = publicUser(await this.#users.add({ name, email, passwordHash }));
    this.#logger.info("Account created", { userId: user.id, role: user.role, ...client });
    return user;
  }

  /** As `register`, and signs the browser in. */
  async registerBrowser(account: NewAccount, client: Client): Promise<BrowserSession> {
    const user = await this.register(account, client);
    return { user, setCookie: await this.#openBrowser(user.id, client) };
  }

  /** @throws InvalidCredentialsError, TooManyAttemptsError, HashQueueFullError */
  async login(credentials: Credentials, client: Client): Promise<TokenPair> {
    const user = await this.#verify(credentials, client);
    return this.#tokenPair(await this.#sessions.open(user.id, "token", client));
  }

  /**
   * Signs a browser in with a new session; the one it had, if any, ends.
   * @throws InvalidCredentialsError, TooManyAttemptsError, HashQueueFullError
   */
  async loginBrowser(
    credentials: Credentials,
    client: Client,
    previous: Principal | null,
  ): Promise<BrowserSession> {
    const user = await this.#verify(credentials, client);
    if (previous?.sessionId !== undefined) await this.#end(previous.sessionId, "login");
    return { user, setCookie: await this.#openBrowser(user.id, client) };
  }

  /** A new pair for a refresh token; a used one ends its family. @throws InvalidTokenError */
  async refresh(refreshToken: string): Promise<TokenPair> {
    try {
      return this.#tokenPair(await this.#sessions.rotate(refreshToken));
    } catch (error) {
      if (error instanceof RefreshReuseError) {
        const { id, userId } = error.session;
        this.#principals.forget(id);
        this.#logger.warn("A used refresh token came again; its session was ended", {
          userId,
          sessionId: id,
        });
      }
      throw error;
    }
  }

  /** Ends the caller's session; an API key has none. */
  async logout(principal: Principal): Promise<void> {
    if (principal.sessionId === undefined) return;
    await this.#end(principal.sessionId, "logout");
    this.#logger.info("Signed out", { userId: principal.userId, sessionId: principal.sessionId });
  }

  /** Whether the next account becomes administrator. */
  hasNoAccounts(): Promise<boolean> {
    return this.#users.isEmpty();
  }

  async getUser(id: string): Promise<PublicUser | null> {
    const user = await this.#users.get(id);
    return user === null ? null : publicUser(user);
  }

  /** Oldest first. @throws UnknownCursorError */
  async listUsers(page: PageRequest): Promise<Page<PublicUser>> {
    const { items, next } = await this.#users.list(page);
    return { items: items.map(publicUser), next };
  }

  /** Gives an account a role, effective at once; `null` for an unknown one. @throws LastAdminError */
  async setRole(actor: Principal, userId: string, role: Role): Promise<PublicUser | null> {
    const user = await this.#users.setRole(userId, role);
    if (user === null) return null;
    this.#principals.forgetAll();
    this.#keys.forgetAll();
    this.#logger.info("Role changed", { userId, role, by: actor.userId });
    return publicUser(user);
  }

  /** Makes an API key; its text is in the result and nowhere else. @throws ScopeError */
  async createApiKey(
    creator: Principal,
    request: ApiKeyRequest,
  ): Promise<PublicApiKey & { key: string }> {
    const scopes = [...new Set(request.scopes)];
    const missing = scopes.filter((scope) => !creator.permissions.has(scope));
    if (missing.length > 0) throw new ScopeError(missing);
    const { stored, text } = await this.#keys.create({
      name: request.name,
      scopes,
      expiresAt: request.expiresAt,
      ownerId: creator.userId,
    });
    this.#logger.info("Key created", { keyId: stored.id, scopes, by: creator.userId });
    return { ...publicApiKey(stored), key: text };
  }

  /** Newest first. @throws UnknownCursorError */
  async listApiKeys(page: PageRequest): Promise<Page<PublicApiKey>> {
    const { items, next } = await this.#keys.list(page);
    return { items: items.map(publicApiKey), next };
  }

  /** Ends a key; false when there is none. */
  async revokeApiKey(actor: Principal, id: string): Promise<boolean> {
    const existed = await this.#keys.revoke(id);
    if (existed) this.#logger.info("Key revoked", { keyId: id, by: actor.userId });
    return existed;
  }

  /** Deletes sessions that have ended by age; for a daily job. Returns how many. */
  pruneSessions(): Promise<number> {
    return this.#sessions.prune();
  }

  async #byAccessToken(token: string): Promise<Principal | null> {
    const claims = await this.#accessTokens.verify(token);
    if (claims === null) return null;
    const principal = await this.#principals.byId(claims.sessionId);
    return principal?.userId === claims.userId ? principal : null;
  }

  /** The account that the credentials belong to; unknown accounts cost and answer the same. */
  async #verify({ email, password }: Credentials, client: Client): Promise<PublicUser> {
    this.#signIns.begin(email, client.address);
    const user = await this.#users.findByEmail(email);
    let isRight: boolean;
    try {
      isRight = await this.#hasher.verify(password, user?.passwordHash ?? null);
    } catch (error) {
      if (error instanceof HashQueueFullError) this.#signIns.abandoned(email, client.address);
      throw error;
    }
    if (!isRight || user === null) {
      this.#logger.info("Sign-in refused", { ...client, known: user !== null });
      throw new InvalidCredentialsError();
    }
    this.#signIns.succeeded(email, client.address);
    this.#logger.info("Signed in", { userId: user.id, ...client });
    return publicUser(user);
  }

  async #openBrowser(userId: string, client: Client): Promise<string> {
    const { session, secret } = await this.#sessions.open(userId, "browser", client);
    return this.cookie.write(SessionPrincipals.cookieValue(session.id, secret));
  }

  async #end(sessionId: string, reason: "logout" | "login"): Promise<void> {
    await this.#sessions.revoke(sessionId, reason);
    this.#principals.forget(sessionId);
  }

  async #tokenPair(opened: OpenedSession): Promise<TokenPair> {
    const { session } = opened;
    return {
      accessToken: await this.#accessTokens.sign({
        userId: session.userId,
        sessionId: session.id,
      }),
      refreshToken: this.#sessions.refreshToken(opened),
      expiresIn: ACCESS_TOKEN_SECONDS,
    };
  }
}
