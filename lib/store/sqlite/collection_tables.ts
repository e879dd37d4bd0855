import type { Database } from "./database.ts";

/** What a collection needs in the file. Names in it were checked, see `declarationOf`. */
export interface CollectionDeclaration {
  table: string;
  indexes: IndexDeclaration[];
}

export interface IndexDeclaration {
  name: string;
  unique: boolean;
  fields: readonly string[];
}

const FIELD = /^[A-Za-z_][A-Za-z0-9_]*$/;
const COLUMNS: Record<string, string> = {
  id: "id",
  version: "version",
  createdAt: "created_at",
  updatedAt: "updated_at",
};

/** SQL of a field of a document. @throws TypeError when the name cannot be one. */
export function fieldSql(field: string): string {
  const column = Object.hasOwn(COLUMNS, field) ? COLUMNS[field] : undefined;
  if (column !== undefined) return column;
  if (!FIELD.test(field)) {
    throw new TypeError(`Cannot use the field "${field}": letters, digits and _ only`);
  }
  return `json_extract(document, '$.${field}')`;
}

/** The table and indexes of a collection. @throws TypeError when a name cannot be used. */
export function declarationOf(spec: {
  name: string;
  unique?: readonly (readonly string[])[];
  indexes?: readonly (readonly string[])[];
}): CollectionDeclaration {
  if (!/^[a-z][a-z0-9_]{0,60}$/.test(spec.name)) {
    throw new TypeError(`Cannot name a collection "${spec.name}": lower-case letters, digits, _`);
  }
  const table = `doc_${spec.name}`;
  const index = (kind: string, unique: boolean) => (fields: readonly string[]) => {
    fields.forEach(fieldSql);
    return { name: `${table}__${kind}__${fields.join("__")}`, unique, fields };
  };
  return {
    table,
    indexes: [
      ...(spec.unique ?? []).map(index("unique", true)),
      ...(spec.indexes ?? []).map(index("by", false)),
    ],
  };
}

function createIndex(table: string, { name, unique, fields }: IndexDeclaration): string {
  const columns = fields.map(fieldSql);
  return unique
    ? `CREATE UNIQUE INDEX IF NOT EXISTS ${name} ON ${table} (${columns.join(", ")})`
    : `CREATE INDEX IF NOT EXISTS ${name} ON ${table} (${
      [...columns, "created_at", "id"].join(", ")
    })`;
}

function storedIndexes(database: Database, table: string): string[] {
  return database.all(
    "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
    table,
  ).map(({ name }) => String(name));
}

function orderIndex(table: string): string {
  return `${table}__order`;
}

function wantedIndexes({ table, indexes }: CollectionDeclaration): Set<string> {
  return new Set([orderIndex(table), ...indexes.map(({ name }) => name)]);
}

/** Whether the file has the table and exactly the indexes. */
export function isDeclared(database: Database, declaration: CollectionDeclaration): boolean {
  const stored = new Set(storedIndexes(database, declaration.table));
  return wantedIndexes(declaration).symmetricDifference(stored).size === 0;
}

/** Makes what is missing and drops indexes that are no longer wanted. Belongs in a transaction. */
export function declare(database: Database, declaration: CollectionDeclaration): void {
  const { table, indexes } = declaration;
  const wanted = wantedIndexes(declaration);
  database.connection.exec(`
    CREATE TABLE IF NOT EXISTS ${table} (
      id TEXT PRIMARY KEY,
      version INTEGER NOT NULL,
      created_at TEXT NOT NULL,
      updated_at TEXT NOT NULL,
      document TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS ${orderIndex(table)} ON ${table} (created_at, id);
  `);
  for (const name of storedIndexes(database, table)) {
    if (!wanted.has(name)) database.connection.exec(`DROP INDEX ${name}`);
  }
  for (const index of indexes) database.connection.exec(createIndex(table, index));
}
