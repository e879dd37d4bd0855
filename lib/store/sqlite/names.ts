import type { Database } from "./database.ts";

/** Names kept in memory; beyond this they are looked up again. */
const REMEMBERED = 200_000;

/** Gives each text its integer, a new one where it has none. Belongs to the writing connection. */
export class Names {
  readonly #database: Database;
  readonly #codes = new Map<string, number>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** The integer of a text. Call inside a transaction. */
  codeOf(name: string): number {
    const known = this.#codes.get(name);
    if (known !== undefined) return known;
    const stored = this.#database.get("SELECT code FROM names WHERE name = ?", name);
    const row = stored ??
      this.#database.get("INSERT INTO names (name) VALUES (?) RETURNING code", name);
    const code = Number(row?.code);
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
