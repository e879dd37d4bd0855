import type { Collection, Stored } from "../store/collections.ts";
import type { Page, PageRequest } from "../store/pages.ts";
import type { Store } from "../store/store.ts";
import {
  API_KEYS,
  type ApiKey,
  apiKeyPrincipal,
  isApiKeyText,
  newApiKeyText,
  prefixOf,
} from "./api_key.ts";
import type { Permission, Principal } from "./permissions.ts";
import { RecentCache } from "./recent_cache.ts";
import { hashSecret } from "./token_secret.ts";
import type { UserDirectory } from "./user_directory.ts";

/** Use is written down this often at most. */
const TOUCH_MS = 60_000;

export interface NewApiKey {
  name: string;
  scopes: Permission[];
  /** ISO 8601, or `null` for a key that stays until it is revoked. */
  expiresAt: string | null;
  ownerId: string;
}

interface KnownKey {
  principal: Principal;
  expiresAtMs: number;
}

export interface ApiKeyRegistryDeps {
  store: Store;
  users: UserDirectory;
  now: () => number;
  /** Told when use could not be written down. */
  onTouchFailed: (error: unknown) => void;
}

/** The API keys, and who stands behind one now; at most a second old. */
export class ApiKeyRegistry {
  readonly #keys: Collection<ApiKey>;
  readonly #users: UserDirectory;
  readonly #now: () => number;
  readonly #onTouchFailed: (error: unknown) => void;
  /** By the key itself: the path of every ingested event must not pay for a hash. */
  readonly #byText: RecentCache<KnownKey>;
  readonly #byId: RecentCache<KnownKey>;
  readonly #touchedAt = new Map<string, number>();

  constructor({ store, users, now, onTouchFailed }: ApiKeyRegistryDeps) {
    this.#keys = store.collection(API_KEYS);
    this.#users = users;
    this.#now = now;
    this.#onTouchFailed = onTouchFailed;
    this.#byText = new RecentCache(
      async (text) => this.#known(await this.#keys.findOne({ keyHash: hashSecret(text) })),
      { now },
    );
    this.#byId = new RecentCache(async (id) => this.#known(await this.#keys.get(id)), { now });
  }

  /** Makes a key. Its text is in the result and nowhere else. */
  async create(key: NewApiKey): Promise<{ stored: Stored<ApiKey>; text: string }> {
    const text = newApiKeyText();
    const stored = await this.#keys.insert({
      ...key,
      prefix: prefixOf(text),
      keyHash: hashSecret(text),
      lastUsedAt: null,
    });
    return { stored, text };
  }

  list(page: PageRequest): Promise<Page<Stored<ApiKey>>> {
    return this.#keys.find(page);
  }

  /** Deletes the key, so that it ends here at once and elsewhere within a second. */
  async revoke(id: string): Promise<boolean> {
    const existed = await this.#keys.delete(id);
    this.#byText.clear();
    this.#byId.delete(id);
    this.#touchedAt.delete(id);
    return existed;
  }

  /** Who holds the key, or `null`. */
  byText(text: string): Principal | null | Promise<Principal | null> {
    if (!isApiKeyText(text)) return null;
    const known = this.#byText.get(text);
    return known instanceof Promise
      ? known.then((answer) => this.#admit(answer))
      : this.#admit(known);
  }

  /** Who a key that was checked before stands for now. */
  async byId(id: string): Promise<Principal | null> {
    return this.#admit(await this.#byId.get(id));
  }

  /** After a change of somebody's role. */
  forgetAll(): void {
    this.#byText.clear();
    this.#byId.clear();
  }

  async #known(key: Stored<ApiKey> | null): Promise<KnownKey | null> {
    if (key === null) return null;
    const owner = await this.#users.get(key.ownerId);
    if (owner === null) return null;
    return {
      principal: apiKeyPrincipal(key, owner),
      expiresAtMs: key.expiresAt === null ? Infinity : Date.parse(key.expiresAt),
    };
  }

  #admit(known: KnownKey | null): Principal | null {
    if (known === null) return null;
    const now = this.#now();
    if (now >= known.expiresAtMs) return null;
    const { id } = known.principal;
    if (now - (this.#touchedAt.get(id) ?? 0) > TOUCH_MS) this.#touch(id, now);
    return known.principal;
  }

  #touch(id: string, now: number): void {
    this.#touchedAt.set(id, now);
    this.#keys.patch(id, { lastUsedAt: new Date(now).toISOString() })
      .catch(this.#onTouchFailed);
  }
}
