import { type MongoStore, openMongoStore } from "@/lib/store/mongo/mongo_store.ts";
import { findMongoServer } from "../mongodb.ts";
import { storeContract } from "./contract.ts";
import { databaseName } from "./mongo.ts";

const server = await findMongoServer();

storeContract(`MongoDB (${server?.name ?? "skipped: no MongoDB"}):`, async () => {
  if (server === null) throw new Error("ignored tests do not run");
  const database = databaseName();
  const open = () => openMongoStore({ uri: server.uri, database });
  let store: MongoStore = await open();
  return {
    store,
    reopen: async () => {
      await store.close();
      store = await open();
      return store;
    },
    cleanUp: async () => {
      await store.db.dropDatabase();
      await store.close();
    },
  };
}, {
  ignore: server === null,
  // DocumentDB checks and indexes about a thousand events a second.
  exactSumEvents: server?.name.startsWith("DocumentDB") ? 5_000 : 20_000,
});
