import { type Db, type Document, MongoServerError } from "mongodb";

/** What the server offers, asked once at open. */
export interface MongoCapabilities {
  /** "MongoDB 8.0", or the name of a server that speaks its protocol. */
  server: string;
  /** Whether changes can be watched; else whoever waits for them polls. */
  changeStreams: boolean;
  /** Whether the server checks documents against validators. */
  validators: boolean;
}

/** The server cannot do what Vigia needs; the message says how to change that. */
export class UnsupportedServerError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UnsupportedServerError";
  }
}

/** Oldest server with transactions, unions and windows: MongoDB 5.0. */
const MIN_WIRE_VERSION = 13;

/**
 * Checks the answer to `hello`.
 * @throws UnsupportedServerError when the server is too old, or stands alone: a lone `mongod` has no
 * transactions.
 */
export function checkTopology(hello: Document): void {
  if (Number(hello.maxWireVersion ?? 0) < MIN_WIRE_VERSION) {
    throw new UnsupportedServerError("Cannot use this MongoDB: it is older than 5.0");
  }
  const isReplicaSet = typeof hello.setName === "string";
  const isRouter = hello.msg === "isdbgrid";
  if (isReplicaSet || isRouter) return;
  if (hello.isreplicaset === true) {
    throw new UnsupportedServerError(
      "Cannot use this MongoDB yet: its replica set is not initiated. Run once: " +
        `mongosh --eval "rs.initiate()"`,
    );
  }
  throw new UnsupportedServerError(
    "Cannot use this MongoDB: it stands alone, and a lone mongod has no transactions. Restart it as a " +
      "replica set of one member (mongod --replSet rs0 …, or replication.replSetName in mongod.conf), " +
      `then run once: mongosh --eval "rs.initiate()"`,
  );
}

/** Name and version of the server, told apart by what only one of them answers. */
export function serverName(hello: Document, buildInfo: Document): string {
  const version = String(buildInfo.version ?? "of unknown version");
  if (hello.internal === undefined) return `MongoDB ${version}`;
  const [own] = [hello.internal?.documentdb_versions].flat();
  const name = typeof own === "string" ? `DocumentDB ${own}` : "DocumentDB";
  return `${name} (speaks MongoDB ${version})`;
}

/** Asks the server what it is and checks that it can serve. @throws UnsupportedServerError */
export async function askServer(db: Db): Promise<string> {
  const admin = db.admin();
  const hello = await admin.command({ hello: 1 });
  checkTopology(hello);
  return serverName(hello, await admin.command({ buildInfo: 1 }));
}

/**
 * Whether the server of that name makes each index of a collection that is there, even an empty one, when
 * the turn of a background job comes (DocumentDB: about a second), but at once with a new collection.
 */
export function buildsIndexesInTurn(server: string): boolean {
  return server.startsWith("DocumentDB");
}

/** Whether changes of a collection can be watched on this server by this user. */
export async function hasChangeStreams(db: Db, collection: string): Promise<boolean> {
  const stream = db.collection(collection).watch([], { maxAwaitTimeMS: 1 });
  try {
    await stream.tryNext();
    return true;
  } catch (error) {
    // Not offered, or not allowed; a network error is no answer.
    if (error instanceof MongoServerError) return false;
    throw error;
  } finally {
    await stream.close();
  }
}
