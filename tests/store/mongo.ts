import { MongoClient } from "mongodb";
import { type MongoStore, openMongoStore } from "@/lib/store/mongo/mongo_store.ts";
import { findMongoServer, type MongoServer } from "../mongodb.ts";
import { TcpProxy } from "../tcp_proxy.ts";

/** What a test of the MongoDB driver gets. */
export interface MongoTest {
  server: MongoServer;
  /** Name of a database that only this test uses. */
  database: string;
  /** Opens a store on it; closed after the test. Options are added to the address. */
  open(options?: Record<string, string>): Promise<MongoStore>;
}

let databases = 0;

/** A name that no other test's database has. */
export function databaseName(): string {
  return `vigia_test_${Deno.pid}_${crypto.randomUUID().slice(0, 8)}_${++databases}`;
}

/** The address with further options. */
export function withOptions(uri: string, options: Record<string, string>): string {
  const added = new URLSearchParams(options).toString();
  if (added === "") return uri;
  if (uri.includes("?")) return `${uri}&${added}`;
  return /^[^/]*\/\/[^/]*\//.test(uri) ? `${uri}?${added}` : `${uri}/?${added}`;
}

/** The server's address by way of a proxy; a driver that speaks to it must not look for the real one. */
export function through(proxy: TcpProxy, server: MongoServer): string {
  const url = new URL(server.uri);
  url.host = `127.0.0.1:${proxy.port}`;
  url.searchParams.delete("replicaSet");
  url.searchParams.set("directConnection", "true");
  return url.href;
}

/** A proxy in front of the server. */
export function proxyFor(server: MongoServer): TcpProxy {
  const { hostname, port } = new URL(server.uri);
  return new TcpProxy({ hostname, port: Number(port || 27017) });
}

/** Registers a test that puts a proxy in front of the server, which must be one host. */
export function mongoProxyTest(
  title: string,
  body: (test: MongoTest) => Promise<void>,
  options: { ignore?: boolean } = {},
): void {
  const isOneHost = server !== null && server.uri.startsWith("mongodb:") &&
    URL.canParse(server.uri);
  const note = server === null || isOneHost ? "" : " (skipped: needs an address of one host)";
  mongoTest(`${title}${note}`, body, { ignore: !isOneHost || options.ignore === true });
}

async function dropDatabase({ uri }: MongoServer, database: string): Promise<void> {
  const client = new MongoClient(uri);
  try {
    await client.db(database).dropDatabase();
  } finally {
    await client.close();
  }
}

/** Registers a test on the server of `findMongoServer`, ignored when there is none. */
export function mongoTest(
  title: string,
  body: (test: MongoTest) => Promise<void>,
  options: { ignore?: boolean } = {},
): void {
  Deno.test({
    name: `MongoDB (${server?.name ?? "skipped: no MongoDB"}): ${title}`,
    ignore: server === null || options.ignore === true,
    fn: async () => {
      if (server === null) throw new Error("ignored tests do not run");
      const database = databaseName();
      const opened: MongoStore[] = [];
      const open = async (more: Record<string, string> = {}) => {
        const store = await openMongoStore({ uri: withOptions(server.uri, more), database });
        opened.push(store);
        return store;
      };
      try {
        await body({ server, database, open });
      } finally {
        for (const store of opened) await store.close();
        await dropDatabase(server, database);
      }
    },
  });
}

const server = await findMongoServer();
