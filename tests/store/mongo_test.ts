import { type MongoStore, openMongoStore } from "@/lib/store/mongo/mongo_store.ts";
import { findMongoServer } from "../mongodb.ts";
import { storeContract } from "./contract.ts";

const server = await findMongoServer();
let databases = 0;

storeContract(`MongoDB (${server?.name ?? "skipped: no MongoDB"}):`, async () => {
  if (server === null) throw new Error("skipped tests do not run");
  const database = `vigia_contract_${Deno.pid}_${++databases}`;
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
}, { ignore: server === null });
