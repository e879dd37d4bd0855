import { freePort } from "../mongodb.ts";
import { mongoTest } from "../store/mongo.ts";
import { KILLS } from "./intensity.ts";
import { killLoop } from "./kill_loop.ts";
import { report } from "./report.ts";
import { withFolder } from "./server_process.ts";

Deno.test(`the server on SQLite loses and doubles nothing across ${KILLS.sqlite} kill -9`, async () => {
  await withFolder(async (dataDir) => {
    report(`SQLite: ${await killLoop({ dataDir, port: freePort(), kills: KILLS.sqlite })}`);
  });
});

mongoTest(
  `the server loses and doubles nothing across ${KILLS.mongo} kill -9`,
  async ({ server, database }) => {
    await withFolder(async (dataDir) => {
      const environment = { MONGODB_URI: server.uri, MONGODB_DATABASE: database };
      const line = await killLoop({
        dataDir,
        port: freePort(),
        kills: KILLS.mongo,
        environment,
        waitsForTransactions: !server.killSessions,
      });
      report(`${server.name}: ${line}`);
    });
  },
);
