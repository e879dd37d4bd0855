import type { z } from "zod";
import type { Page, PageRequest } from "./pages.ts";

/** What every stored document has besides its own fields. */
export interface DocumentFields {
  id: string;
  /** 1 at insert, one more at each change; the compare-and-set of `replace` and `patch`. */
  version: number;
  createdAt: string;
  updatedAt: string;
}
export type Stored<T> = T & DocumentFields;

/**
 * Declares a collection beside its domain: the schema guards every write (and becomes MongoDB's
 * validator), `indexes` names the fields that queries use; each query needs one.
 */
export interface CollectionSpec<T> {
  name: string;
  schema: z.ZodType<T>;
  /** Each entry: fields that are unique together. Documents in which one of them is null are exempt. */
  unique?: readonly (readonly (keyof T & string)[])[];
  /** Each entry: fields of one index, equality first. `createdAt` + `id` order is added at the end. */
  indexes?: readonly (readonly (keyof T & string)[])[];
}

/** A value that can be compared; anything else never reaches a query. */
export type Scalar = string | number | boolean | null;

/**
 * Conditions on top-level scalar fields; all must hold. `null` also means absent, `undefined` is no
 * condition, `contains` looks for plain text in any case. An unknown field or a value that is not a
 * scalar is a TypeError: what a sender wrote can never become an operator.
 */
export type Where<T> = {
  [K in keyof Stored<T>]?:
    | Scalar
    | { in: readonly Scalar[] }
    | { gte?: Scalar; gt?: Scalar; lt?: Scalar; lte?: Scalar }
    | { contains: string };
};

export interface FindQuery<T> extends PageRequest {
  where?: Where<T>;
  /** By `createdAt`, then `id`. Default `desc` (newest first). */
  order?: "asc" | "desc";
}

/** Documents of one kind. Writes that break the schema throw zod's error and change nothing. */
export interface Collection<T> {
  /** `id` is made (UUIDv7) unless given. @throws DuplicateError naming the fields that are taken. */
  insert(document: T & { id?: string }): Promise<Stored<T>>;
  get(id: string): Promise<Stored<T> | null>;
  findOne(where: Where<T>): Promise<Stored<T> | null>;
  /** @throws UnknownCursorError */
  find(query: FindQuery<T>): Promise<Page<Stored<T>>>;
  count(where?: Where<T>): Promise<number>;
  /** Writes the whole document if its stored version is still `document.version`. @throws ConflictError */
  replace(document: Stored<T>): Promise<Stored<T>>;
  /**
   * Sets the given fields, but for those that are `undefined`. With `expected`, only if all those
   * fields still have those values (an atomic compare-and-set). `null` when no document matches.
   */
  patch(id: string, changes: Partial<T>, expected?: Where<T>): Promise<Stored<T> | null>;
  delete(id: string): Promise<boolean>;
  /** Deletes all that match, returns how many. An empty `where` is refused. */
  deleteWhere(where: Where<T>): Promise<number>;
}
