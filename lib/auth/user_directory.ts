import type { Collection, Stored } from "../store/collections.ts";
import type { Page, PageRequest } from "../store/pages.ts";
import { ConflictError, DuplicateError, type Store } from "../store/store.ts";
import { EmailTakenError, LastAdminError } from "./auth_errors.ts";
import type { Role } from "./permissions.ts";
import { type User, USERS } from "./user.ts";

export interface NewUser {
  name: string;
  /** Lower case. */
  email: string;
  passwordHash: string;
}

/** The accounts. */
export class UserDirectory {
  readonly #store: Store;
  readonly #users: Collection<User>;

  constructor(store: Store) {
    this.#store = store;
    this.#users = store.collection(USERS);
  }

  /** Whether nobody has an account yet; the next one becomes administrator. */
  async isEmpty(): Promise<boolean> {
    return await this.#users.findOne({ founder: true }) === null;
  }

  get(id: string): Promise<Stored<User> | null> {
    return this.#users.get(id);
  }

  findByEmail(email: string): Promise<Stored<User> | null> {
    return this.#users.findOne({ email });
  }

  list(page: PageRequest): Promise<Page<Stored<User>>> {
    return this.#users.find({ ...page, order: "asc" });
  }

  /**
   * Adds an account: the first of all as administrator, every later one as guest. Of several at
   * once exactly one is the first, as `founder` is unique.
   * @throws EmailTakenError
   */
  async add(user: NewUser): Promise<Stored<User>> {
    if (await this.isEmpty()) {
      try {
        return await this.#users.insert({ ...user, role: "ADMIN", founder: true, demotions: 0 });
      } catch (error) {
        if (!(error instanceof DuplicateError)) throw error;
      }
    }
    try {
      return await this.#users.insert({ ...user, role: "GUEST", founder: null, demotions: 0 });
    } catch (error) {
      if (error instanceof DuplicateError) throw new EmailTakenError();
      throw error;
    }
  }

  /**
   * Gives an account another role; `null` when there is no such account.
   * @throws LastAdminError rather than leave nobody who can appoint.
   * @throws ConflictError when administrators demote each other at the same time.
   */
  setRole(id: string, role: Role): Promise<Stored<User> | null> {
    return this.#store.transaction(async (tx) => {
      const users = tx.collection(USERS);
      // Read before the count: should another demotion come between, the founder's counter differs.
      const founder = await users.findOne({ founder: true });
      const target = await users.get(id);
      if (target === null || target.role === role) return target;
      if (target.role !== "ADMIN" || founder === null) return await users.patch(id, { role });
      if (await users.count({ role: "ADMIN" }) <= 1) throw new LastAdminError();
      const { demotions } = founder;
      const counted = await users.patch(
        founder.id,
        { demotions: demotions + 1 },
        { demotions },
      );
      if (counted === null) throw new ConflictError(USERS.name, id);
      return await users.patch(id, { role });
    });
  }
}
