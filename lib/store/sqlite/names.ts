import type { Database } from "./database.ts";

/** Codes stay below this, so that two of them fit into one exact number. */
export const CODE_LIMIT = 2 ** 26;
/** Names kept in memory; beyond this they are looked up again. */
const REMEMBERED = 200_000;

/** Gives each text its integer, a new one where it has none. Belongs to the writing connection. */
export class Names {
  readonly #database: Database;
  readonly #codes = new Map<string, number>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** The integer of a text. Call inside a transaction. @throws RangeError beyond `CODE_LIMIT`. */
  codeOf(name: string): number {
    const known = this.#codes.get(name);
    if (known !== undefined) return known;
    const stored = this.#database.get("SELECT code FROM names WHERE name = ?", name);
    const row = stored ??
      this.#database.get("INSERT INTO names (name) VALUES (?) RETURNING code", name);
    const code = Number(row?.code);
    if (code >= CODE_LIMIT) {
      throw new RangeError(`The store is made for less than ${CODE_LIMIT} different names`);
    }
    if (this.#codes.size >= REMEMBERED) this.#codes.clear();
    this.#codes.set(name, code);
    return code;
  }

  /** The integer of a text that may be absent. */
  codeOrNull(name: string | null): number | null {
    return name === null ? null : this.codeOf(name);
  }

  /** Call after a rollback: names that it took back must not be used. */
  forget(): void {
    this.#codes.clear();
  }
}
