import assert from "node:assert/strict";
import { checkTopology, serverName, UnsupportedServerError } from "./capabilities.ts";

Deno.test("checkTopology() takes replica sets and routers", () => {
  checkTopology({ setName: "rs0", maxWireVersion: 21 });
  checkTopology({ msg: "isdbgrid", maxWireVersion: 13 });
});

Deno.test("checkTopology() tells how to make a lone mongod a replica set", () => {
  assert.throws(
    () => checkTopology({ isWritablePrimary: true, maxWireVersion: 25 }),
    (error) =>
      error instanceof UnsupportedServerError && /--replSet rs0/.test(error.message) &&
      /mongosh --eval "rs\.initiate\(\)"/.test(error.message),
  );
});

Deno.test("checkTopology() tells when only the initiation is missing", () => {
  assert.throws(
    () => checkTopology({ isreplicaset: true, maxWireVersion: 25 }),
    /not initiated.*rs\.initiate/,
  );
});

Deno.test("checkTopology() refuses servers before 5.0", () => {
  assert.throws(() => checkTopology({ setName: "rs0", maxWireVersion: 9 }), /older than 5\.0/);
});

Deno.test("serverName() tells MongoDB from servers that speak its protocol", () => {
  assert.equal(serverName({ setName: "rs0" }, { version: "8.0.4" }), "MongoDB 8.0.4");
  assert.equal(
    serverName({ internal: { documentdb_versions: ["0.112-0"] } }, { version: "7.0.0" }),
    "DocumentDB 0.112-0 (speaks MongoDB 7.0.0)",
  );
});
