import {
  type Collection,
  type Db,
  type Document,
  type IndexDescription,
  MongoServerError,
} from "mongodb";
import { isDeepStrictEqual } from "node:util";
import type { Logger } from "../../logging/logger.ts";
import { repeatLostRaces } from "./lost_races.ts";
import type { JsonSchema } from "./validator.ts";

const NAMESPACE_EXISTS = 48;
const FAILED_TO_PARSE = 9;
const DUPLICATE_KEY = 11000;
/** IndexOptionsConflict, IndexKeySpecsConflict */
const INDEX_CONFLICTS = [85, 86];
/** More than `$jsonSchema` has keywords. */
const MAX_ROUNDS = 30;

/** Creates collections with validators and indexes; doing so again changes nothing. */
export class CollectionSetup {
  readonly #db: Db;
  readonly #logger: Logger;
  readonly #indexesFirst: boolean;
  /** Keywords of `$jsonSchema` that this server does not know. */
  readonly #unknownKeywords = new Set<string>();
  #hasValidators = true;

  /**
   * `indexesFirst`: whether a missing collection is made by its indexes and gets its validator after
   * them, which a user must be allowed to change then; else it is made with its validator.
   */
  constructor(db: Db, logger: Logger, { indexesFirst }: { indexesFirst: boolean }) {
    this.#db = db;
    this.#logger = logger;
    this.#indexesFirst = indexesFirst;
  }

  /** False once the server refused a validator altogether. */
  get hasValidators(): boolean {
    return this.#hasValidators;
  }

  /**
   * The collection, with its validator (`null`: none) and indexes as given.
   * @throws Error when documents that are stored already break a unique index.
   */
  prepare<T extends Document>(
    name: string,
    validator: JsonSchema | null,
    indexes: readonly IndexDescription[],
  ): Promise<Collection<T>> {
    // Instances that start at once create the same things at once.
    return repeatLostRaces(() => this.#prepareOnce<T>(name, validator, indexes));
  }

  async #prepareOnce<T extends Document>(
    name: string,
    validator: JsonSchema | null,
    indexes: readonly IndexDescription[],
  ): Promise<Collection<T>> {
    const collection = this.#db.collection<T>(name);
    if (this.#indexesFirst) await createIndexes(collection, indexes);
    await this.#createWithValidator(name, validator);
    if (!this.#indexesFirst) await createIndexes(collection, indexes);
    return collection;
  }

  async #createWithValidator(name: string, wanted: JsonSchema | null): Promise<void> {
    // Each round learns at least one thing that the server lacks.
    for (let round = 0;; round++) {
      const validator = wanted === null || !this.#hasValidators
        ? undefined
        : { $jsonSchema: this.#withoutUnknown(wanted) };
      try {
        const stored = await this.#db.listCollections({ name }).next();
        if (stored === null) await this.#create(name, validator);
        else if (validator !== undefined) await this.#modify(name, stored, validator);
        return;
      } catch (error) {
        if (!(error instanceof MongoServerError) || validator === undefined) throw error;
        if (round === MAX_ROUNDS) throw error;
        this.#learnFrom(error);
      }
    }
  }

  async #create(name: string, validator: Document | undefined): Promise<void> {
    try {
      await this.#db.createCollection(
        name,
        validator === undefined ? {} : { validator, validationLevel: "moderate" },
      );
    } catch (error) {
      // Another instance was faster, with the same validator.
      if (!(error instanceof MongoServerError) || error.code !== NAMESPACE_EXISTS) throw error;
    }
  }

  async #modify(name: string, stored: Document, validator: Document): Promise<void> {
    // Compared first: `collMod` locks the collection, and every start would do it.
    if (isDeepStrictEqual(plain(stored.options?.validator), plain(validator))) return;
    await this.#db.command({ collMod: name, validator, validationLevel: "moderate" });
  }

  /** Remembers what the server cannot do. @throws the error when it tells nothing about that. */
  #learnFrom(error: MongoServerError): void {
    const keyword = /Unknown \$jsonSchema keyword: (\w+)/.exec(error.message)?.[1];
    if (error.code === FAILED_TO_PARSE && keyword !== undefined) {
      this.#unknownKeywords.add(keyword);
      return;
    }
    // CommandNotFound, InvalidOptions, CommandNotSupported, unknown field: no validators here.
    if (![59, 72, 115, 40415].includes(Number(error.code))) throw error;
    this.#hasValidators = false;
    this.#logger.warn("The server takes no collection validators; Vigia checks alone", {
      code: error.code,
    });
  }

  #withoutUnknown(schema: JsonSchema): JsonSchema {
    if (this.#unknownKeywords.size === 0) return schema;
    const strip = (part: JsonSchema): JsonSchema => {
      const kept = Object.entries(part).filter(([keyword]) => !this.#unknownKeywords.has(keyword));
      return Object.fromEntries(kept.map(([keyword, value]) => {
        if (keyword === "properties") {
          const properties = Object.entries(value as Record<string, JsonSchema>);
          return [keyword, Object.fromEntries(properties.map(([name, one]) => [name, strip(one)]))];
        }
        if (keyword === "items" || keyword === "additionalProperties") {
          return [keyword, strip(value)];
        }
        if (keyword === "anyOf" || keyword === "allOf") return [keyword, value.map(strip)];
        return [keyword, value];
      }));
    };
    return strip(schema);
  }
}

/** @throws Error that tells what to do when stored documents share a key that must be unique. */
async function createIndexes<T extends Document>(
  collection: Collection<T>,
  indexes: readonly IndexDescription[],
): Promise<void> {
  if (indexes.length === 0) return;
  try {
    await createMissingIndexes(collection, indexes);
  } catch (error) {
    if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
    throw new Error(
      `Cannot create the unique indexes of ${collection.collectionName}: stored documents share a ` +
        `key that must be unique; remove the duplicates and start again (${error.message})`,
      { cause: error },
    );
  }
}

/** Creates what is missing, anew where an older version gave the same name to another index. */
async function createMissingIndexes<T extends Document>(
  collection: Collection<T>,
  indexes: readonly IndexDescription[],
): Promise<void> {
  try {
    await collection.createIndexes([...indexes]);
    return;
  } catch (error) {
    if (!isIndexConflict(error)) throw error;
  }
  const names = new Set((await collection.indexes()).map(({ name }) => name));
  for (const index of indexes) {
    if (index.name === undefined || !names.has(index.name)) continue;
    try {
      await collection.createIndexes([index]);
    } catch (error) {
      if (!isIndexConflict(error)) throw error;
      await collection.dropIndex(index.name);
    }
  }
  await collection.createIndexes([...indexes]);
}

function isIndexConflict(error: unknown): boolean {
  return error instanceof MongoServerError && INDEX_CONFLICTS.includes(Number(error.code));
}

/** A copy without the classes that drivers wrap numbers and documents in. */
function plain(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}
