import type { ClientSession, Collection as DriverCollection, Document } from "mongodb";
import type {
  Collection,
  CollectionSpec,
  DocumentFields,
  FindQuery,
  Stored,
  Where,
} from "../collections.ts";
import type { Page } from "../pages.ts";
import { ConflictError, DuplicateError } from "../store.ts";
import { uuidV7 } from "../uuid_v7.ts";
import { CREATION_ORDER, uniqueName } from "./collection_layout.ts";
import { decodeJson, encodeJson, type JsonInput } from "./json_keys.ts";
import { duplicateIndexName, isDuplicateKey, translated } from "./mongo_errors.ts";
import { LostRaceError, repeatLostRaces } from "./lost_races.ts";
import { fieldNamesOf, filterOf, readDocumentCursor, writeDocumentCursor } from "./where.ts";

/** Runs of `patch` before it gives up on a document that others keep changing. */
const MAX_PATCH_ATTEMPTS = 50;

/** The transaction that a collection takes part in. */
export interface OpenTransaction {
  session: ClientSession;
  /** An error that decides its outcome, even if the work catches it. */
  failure: Error | undefined;
}

/** A document as stored: `_id` is the id, nested keys are encoded. */
export type StoredDocument = Document & Omit<DocumentFields, "id"> & { _id: string };

/** Documents in MongoDB: see `Collection`. Given a transaction, inside it. */
export class MongoCollection<T> implements Collection<T> {
  readonly #spec: CollectionSpec<T>;
  readonly #fields: ReadonlySet<string>;
  readonly #prepare: () => Promise<DriverCollection<StoredDocument>>;
  readonly #transaction: OpenTransaction | undefined;

  constructor(
    spec: CollectionSpec<T>,
    prepare: () => Promise<DriverCollection<StoredDocument>>,
    transaction?: OpenTransaction,
  ) {
    this.#spec = spec;
    this.#fields = fieldNamesOf(spec.schema);
    this.#prepare = prepare;
    this.#transaction = transaction;
  }

  insert(document: T & { id?: string }): Promise<Stored<T>> {
    return this.#run(async (collection, options) => {
      const { id = uuidV7(), ...fields } = document as Record<string, unknown> & { id?: string };
      const now = new Date().toISOString();
      const stored = {
        ...this.#encode(this.#spec.schema.parse(fields)),
        _id: id,
        version: 1,
        createdAt: now,
        updatedAt: now,
      };
      await collection.insertOne(stored, options);
      return this.#decode(stored);
    });
  }

  get(id: string): Promise<Stored<T> | null> {
    return this.#run(async (collection, options) =>
      this.#decodeOrNull(await collection.findOne({ _id: { $eq: id } }, options))
    );
  }

  findOne(where: Where<T>): Promise<Stored<T> | null> {
    return this.#run(async (collection, options) =>
      this.#decodeOrNull(await collection.findOne(filterOf(where, this.#fields), options))
    );
  }

  find(query: FindQuery<T>): Promise<Page<Stored<T>>> {
    return this.#run(async (collection, options) => {
      const { where = {}, order = "desc", limit } = query;
      const list = `${this.#spec.name} ${order}`;
      let filter = filterOf(where, this.#fields);
      if (query.cursor !== undefined) {
        const after = readDocumentCursor(list, query.cursor);
        const [next, nextOrSame] = order === "asc" ? ["$gt", "$gte"] : ["$lt", "$lte"];
        filter = {
          $and: [
            filter,
            { createdAt: { [nextOrSame!]: after.createdAt } },
            {
              $or: [
                { createdAt: { [next!]: after.createdAt } },
                { _id: { [next!]: after.id } },
              ],
            },
          ],
        };
      }
      const direction = order === "asc" ? 1 : -1;
      const documents = await collection
        .find(filter, { ...options, ...hintFor(filter, CREATION_ORDER), batchSize: limit + 2 })
        .sort({ createdAt: direction, _id: direction })
        .limit(limit + 1)
        .toArray();
      const shown = documents.slice(0, limit);
      const last = shown.at(-1);
      const next = documents.length > limit && last !== undefined
        ? writeDocumentCursor(list, { createdAt: last.createdAt, id: last._id })
        : null;
      return { items: shown.map((document) => this.#decode(document)), next };
    });
  }

  count(where: Where<T> = {}): Promise<number> {
    return this.#run((collection, options) => {
      const filter = filterOf(where, this.#fields);
      return collection.countDocuments(filter, { ...options, ...hintFor(filter, { _id: 1 }) });
    });
  }

  replace(document: Stored<T>): Promise<Stored<T>> {
    return this.#run(async (collection, options) => {
      const { id, version, createdAt: _, updatedAt: __, ...fields } = document as
        & Record<string, unknown>
        & DocumentFields;
      const parsed = this.#encode(this.#spec.schema.parse(fields));
      const expected = { _id: { $eq: id }, version: { $eq: version } };
      // The stored creation time stays, whatever the caller's copy says.
      const current = await collection.findOne(expected, {
        ...options,
        projection: { createdAt: 1 },
      });
      if (current === null) throw new ConflictError(this.#spec.name, id);
      const replacement = {
        ...parsed,
        version: version + 1,
        createdAt: current.createdAt,
        updatedAt: new Date().toISOString(),
      };
      const { matchedCount } = await collection.replaceOne(expected, replacement, options);
      if (matchedCount !== 1) throw new ConflictError(this.#spec.name, id);
      return this.#decode({ ...replacement, _id: id });
    });
  }

  patch(id: string, changes: Partial<T>, expected: Where<T> = {}): Promise<Stored<T> | null> {
    return this.#run(async (collection, options) => {
      const given = Object.fromEntries(
        Object.entries(changes).filter(([, value]) => value !== undefined),
      );
      const filter = { $and: [{ _id: { $eq: id } }, filterOf(expected, this.#fields)] };
      for (let attempt = 0; attempt < MAX_PATCH_ATTEMPTS; attempt++) {
        const current = await collection.findOne(filter, options);
        if (current === null) return null;
        const { id: _, version, createdAt: __, updatedAt: ___, ...fields } = this.#decode(
          current,
        ) as
          & Record<string, unknown>
          & DocumentFields;
        const parsed = this.#encode(this.#spec.schema.parse({ ...fields, ...given }));
        const set = Object.fromEntries(
          Object.entries(parsed).filter(([name]) => Object.hasOwn(given, name)),
        );
        const updatedAt = new Date().toISOString();
        // Not findOneAndUpdate: some servers then do not say which unique key is taken.
        const { matchedCount } = await collection.updateOne(
          // The whole document was checked as it was read, so it must still be that one.
          { $and: [filter, { version }] },
          { $set: { ...set, updatedAt }, $inc: { version: 1 } },
          options,
        );
        if (matchedCount === 1) {
          return this.#decode({ ...current, ...set, version: version + 1, updatedAt });
        }
      }
      if (this.#transaction === undefined) throw new ConflictError(this.#spec.name, id);
      throw new LostRaceError(`${this.#spec.name}/${id} is changed all the time`);
    });
  }

  delete(id: string): Promise<boolean> {
    return this.#run(async (collection, options) =>
      (await collection.deleteOne({ _id: { $eq: id } }, options)).deletedCount === 1
    );
  }

  deleteWhere(where: Where<T>): Promise<number> {
    return this.#run(async (collection, options) => {
      const filter = filterOf(where, this.#fields);
      if (Object.keys(filter).length === 0) {
        throw new TypeError(`Cannot delete from ${this.#spec.name}: give at least one condition`);
      }
      return (await collection.deleteMany(filter, options)).deletedCount;
    });
  }

  #run<R>(
    work: (
      collection: DriverCollection<StoredDocument>,
      options: { session?: ClientSession },
    ) => Promise<R>,
  ): Promise<R> {
    const transaction = this.#transaction;
    const options = transaction === undefined ? {} : { session: transaction.session };
    const attempt = async () => {
      try {
        return await work(await this.#prepare(), options);
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        const index = duplicateIndexName(error);
        const fields = this.#spec.unique?.find((one) => uniqueName(one) === index) ?? ["id"];
        const refused = new DuplicateError(this.#spec.name, fields);
        if (transaction !== undefined) transaction.failure = refused;
        throw refused;
      }
    };
    // Inside a transaction the driver's own error tells its runner whether to repeat.
    return transaction === undefined ? translated(() => repeatLostRaces(attempt)) : attempt();
  }

  #encode(fields: T): Record<string, unknown> {
    return encodeJson(fields as JsonInput) as Record<string, unknown>;
  }

  #decode(document: StoredDocument): Stored<T> {
    const { _id, version, createdAt, updatedAt, ...fields } = document;
    return {
      ...decodeJson(fields) as Record<string, unknown>,
      id: _id,
      version,
      createdAt,
      updatedAt,
    } as Stored<T>;
  }

  #decodeOrNull(document: StoredDocument | null): Stored<T> | null {
    return document === null ? null : this.#decode(document);
  }
}

/** The index to read without a condition: some planners would rather read every document. */
function hintFor(filter: Document, index: Document): { hint?: Document } {
  return Object.keys(filter).length === 0 ? { hint: index } : {};
}
