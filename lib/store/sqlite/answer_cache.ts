import type { Database } from "./database.ts";

const MOST_ANSWERS = 64;

/** Answers that stay right until somebody writes: every viewer of a dashboard asks for the same. */
export class AnswerCache<Q, A> {
  readonly #database: Database;
  readonly #answers = new Map<string, A>();
  #version: unknown;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The answer kept for an equal question, or the one that `read` gives. */
  answer(question: Q, read: (database: Database, question: Q) => A): A {
    // Changes whenever another connection has written; asked first, so that an answer can only be
    // newer than what it is kept under.
    const version = this.#database.get("PRAGMA data_version")?.data_version;
    if (version !== this.#version) this.#answers.clear();
    this.#version = version;
    const key = JSON.stringify(question);
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const answer = read(this.#database, question);
    if (this.#answers.size >= MOST_ANSWERS) this.#answers.clear();
    this.#answers.set(key, answer);
    return answer;
  }
}
