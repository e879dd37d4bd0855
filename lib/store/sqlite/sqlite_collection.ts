import type { Collection, CollectionSpec, FindQuery, Stored, Where } from "../collections.ts";
import type { Page } from "../pages.ts";
import { ConflictError, DuplicateError, StoreUnavailableError } from "../store.ts";
import { uuidV7 } from "../uuid_v7.ts";
import { type Condition, fieldNamesOf, parseWhere } from "../where.ts";
import { type CollectionDeclaration, declarationOf } from "./collection_tables.ts";
import type { SqlParameters, SqlRow } from "./database.ts";
import { readDocumentCursor, writeDocumentCursor } from "./document_cursor.ts";
import { Parameters } from "./parameters.ts";
import { violatedIndex } from "./sqlite_errors.ts";
import { conditionsSql } from "./where_sql.ts";

/** Where a collection's statements run: in the threads, or inside a transaction. */
export interface DocumentThreads {
  declare(declaration: CollectionDeclaration): Promise<void>;
  read(sql: string, parameters: SqlParameters): Promise<SqlRow[]>;
  /** Rows that the statement's RETURNING gives. */
  write(sql: string, parameters: SqlParameters): Promise<SqlRow[]>;
}

const COLUMNS = "id, version, created_at, updated_at, document";
/** Lost races after which `patch` gives up; each one means that another change was made. */
const MOST_RACES = 1_000;

/** A spec with what is derived from it once. */
export class CollectionModel<T> {
  readonly spec: CollectionSpec<T>;
  readonly declaration: CollectionDeclaration;
  readonly fields: ReadonlySet<string>;

  constructor(spec: CollectionSpec<T>) {
    this.spec = spec;
    this.declaration = declarationOf(spec);
    this.fields = fieldNamesOf(spec.schema);
  }
}

/** Documents as JSON in a table of their own; fields that queries use are indexed expressions. */
export class SqliteCollection<T> implements Collection<T> {
  readonly #model: CollectionModel<T>;
  readonly #threads: DocumentThreads;
  readonly #table: string;

  constructor(model: CollectionModel<T>, threads: DocumentThreads) {
    this.#model = model;
    this.#threads = threads;
    this.#table = model.declaration.table;
  }

  async insert(document: T & { id?: string }): Promise<Stored<T>> {
    const { id = uuidV7(), ...fields } = document;
    if (id.includes("\0")) throw new TypeError("An id must not contain NUL");
    const text = this.#textOf(fields);
    const now = new Date().toISOString();
    const rows = await this.#write(
      `INSERT INTO ${this.#table} (${COLUMNS}) VALUES (?1, 1, ?2, ?2, ?3) RETURNING ${COLUMNS}`,
      [id, now, text],
    );
    return this.#storedOf(rows[0]!);
  }

  async get(id: string): Promise<Stored<T> | null> {
    return await this.#readOne("id = ?", [id]);
  }

  async findOne(where: Where<T>): Promise<Stored<T> | null> {
    const parameters = new Parameters();
    const conditions = conditionsSql(this.#parse(where), parameters);
    return await this.#readOne(
      `${conditions} ORDER BY created_at DESC, id DESC LIMIT 1`,
      parameters.values,
    );
  }

  async find({ where = {}, order = "desc", limit, cursor }: FindQuery<T>): Promise<
    Page<Stored<T>>
  > {
    const list = `${this.#model.spec.name}.${order}`;
    const parameters = new Parameters();
    let conditions = conditionsSql(this.#parse(where), parameters);
    if (cursor !== undefined) {
      const { createdAt, id } = readDocumentCursor(list, cursor);
      const after = `(${parameters.bind(createdAt)}, ${parameters.bind(id)})`;
      conditions += ` AND (created_at, id) ${order === "asc" ? ">" : "<"} ${after}`;
    }
    const direction = order === "asc" ? "ASC" : "DESC";
    const rows = await this.#read(
      `SELECT ${COLUMNS} FROM ${this.#table} WHERE ${conditions}
        ORDER BY created_at ${direction}, id ${direction} LIMIT ${parameters.bind(limit + 1)}`,
      parameters.values,
    );
    const items = rows.slice(0, limit).map((row) => this.#storedOf(row));
    const last = items.at(-1);
    const next = rows.length > limit && last !== undefined ? writeDocumentCursor(list, last) : null;
    return { items, next };
  }

  async count(where: Where<T> = {}): Promise<number> {
    const parameters = new Parameters();
    const conditions = conditionsSql(this.#parse(where), parameters);
    const rows = await this.#read(
      `SELECT count(*) AS number FROM ${this.#table} WHERE ${conditions}`,
      parameters.values,
    );
    return Number(rows[0]!.number);
  }

  async replace(document: Stored<T>): Promise<Stored<T>> {
    const { id, version, createdAt: _createdAt, updatedAt: _updatedAt, ...fields } = document;
    const replaced = await this.#overwrite(id, version, fields);
    if (replaced === null) throw new ConflictError(this.#model.spec.name, id);
    return replaced;
  }

  async patch(id: string, changes: Partial<T>, expected: Where<T> = {}): Promise<Stored<T> | null> {
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    const parameters = new Parameters();
    const isDocument = `id = ${parameters.bind(id)}`;
    const conditions = `${isDocument} AND ${conditionsSql(this.#parse(expected), parameters)}`;
    for (let race = 0; race < MOST_RACES; race++) {
      const document = await this.#readOne(conditions, parameters.values);
      if (document === null) return null;
      const { id: _id, version, createdAt: _createdAt, updatedAt: _updatedAt, ...fields } =
        document;
      const patched = await this.#overwrite(id, version, {
        ...fields,
        ...Object.fromEntries(given),
      });
      if (patched !== null) return patched;
    }
    throw new StoreUnavailableError(
      `Cannot change ${this.#model.spec.name}/${id}: others change it all the time`,
    );
  }

  async delete(id: string): Promise<boolean> {
    const rows = await this.#write(`DELETE FROM ${this.#table} WHERE id = ? RETURNING id`, [id]);
    return rows.length > 0;
  }

  async deleteWhere(where: Where<T>): Promise<number> {
    const conditions = this.#parse(where);
    if (conditions.length === 0) {
      throw new TypeError(`Refusing to delete all of ${this.#model.spec.name}: give a condition`);
    }
    const parameters = new Parameters();
    const rows = await this.#write(
      `DELETE FROM ${this.#table} WHERE ${conditionsSql(conditions, parameters)} RETURNING 1`,
      parameters.values,
    );
    return rows.length;
  }

  /** `null` when the stored version is another one. */
  async #overwrite(id: string, version: number, fields: object): Promise<Stored<T> | null> {
    const rows = await this.#write(
      `UPDATE ${this.#table} SET version = version + 1, updated_at = ?1, document = ?2
        WHERE id = ?3 AND version = ?4 RETURNING ${COLUMNS}`,
      [new Date().toISOString(), this.#textOf(fields), id, version],
    );
    return rows[0] === undefined ? null : this.#storedOf(rows[0]);
  }

  #parse(where: object): Condition[] {
    return parseWhere(where, this.#model.fields);
  }

  /** JSON of a document that the schema accepts. @throws ZodError */
  #textOf(fields: object): string {
    return JSON.stringify(this.#model.spec.schema.parse(fields));
  }

  #storedOf(row: SqlRow): Stored<T> {
    return {
      ...JSON.parse(String(row.document)) as T,
      id: String(row.id),
      version: Number(row.version),
      createdAt: String(row.created_at),
      updatedAt: String(row.updated_at),
    };
  }

  async #readOne(condition: string, parameters: SqlParameters): Promise<Stored<T> | null> {
    const rows = await this.#read(
      `SELECT ${COLUMNS} FROM ${this.#table} WHERE ${condition}`,
      parameters,
    );
    return rows[0] === undefined ? null : this.#storedOf(rows[0]);
  }

  async #read(sql: string, parameters: SqlParameters): Promise<SqlRow[]> {
    await this.#threads.declare(this.#model.declaration);
    return await this.#threads.read(sql, parameters);
  }

  async #write(sql: string, parameters: SqlParameters): Promise<SqlRow[]> {
    await this.#threads.declare(this.#model.declaration);
    try {
      return await this.#threads.write(sql, parameters);
    } catch (error) {
      throw this.#asDuplicate(error);
    }
  }

  #asDuplicate(error: unknown): unknown {
    const violated = violatedIndex(error);
    if (violated === null) return error;
    const index = this.#model.declaration.indexes.find(({ name }) => name === violated);
    return new DuplicateError(this.#model.spec.name, index?.fields ?? ["id"]);
  }
}
