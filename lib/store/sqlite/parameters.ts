import type { SqlValue } from "./database.ts";

/** Values bound to a statement, numbered in the order in which its text is put together. */
export class Parameters {
  readonly values: SqlValue[] = [];

  /** Text that stands for the value in SQL. */
  bind(value: SqlValue): string {
    this.values.push(value);
    return `?${this.values.length}`;
  }

  /** SQL of the integer that stands for a name; NULL, which equals nothing, when it is unknown. */
  bindName(name: string): string {
    return `(SELECT code FROM names WHERE name = ${this.bind(name)})`;
  }
}
