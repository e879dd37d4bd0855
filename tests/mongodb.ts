import { MongoClient } from "mongodb";
import { askServer } from "@/lib/store/mongo/capabilities.ts";

/** A server that tests may use, each in a database of its own. */
export interface MongoServer {
  uri: string;
  /** Name and version, for the summary. */
  name: string;
}

const HOW_TO_GET_ONE = "set MONGODB_TEST_URI, put mongod on PATH, or run a container: " +
  "docker run -d -p 27017:27017 mongo:8 --replSet rs0 (then rs.initiate() in mongosh)";
const START_TIMEOUT_MS = 60_000;

let server: Promise<MongoServer | null> | undefined;

/**
 * The server of this test process, found once: `MONGODB_TEST_URI`, else a `mongod` on PATH that is
 * started with a temporary folder and stopped at the end. `null`, with a line that says how to get
 * one, when there is neither.
 */
export function findMongoServer(): Promise<MongoServer | null> {
  server ??= find();
  return server;
}

async function find(): Promise<MongoServer | null> {
  const given = Deno.env.get("MONGODB_TEST_URI");
  const uri = given === undefined || given === "" ? await startServer() : given;
  if (uri === null) {
    say(`skipped: no MongoDB (${HOW_TO_GET_ONE})`);
    return null;
  }
  const name = await nameOf(uri);
  say(`MongoDB tests run on ${name}`);
  return { uri, name };
}

function say(line: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`${line}\n`));
}

async function nameOf(uri: string): Promise<string> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 5_000 });
  try {
    return await askServer(client.db("admin"));
  } finally {
    await client.close();
  }
}

/**
 * Runs a server, and when standard input ends stops it and removes its folder: also after this process
 * was killed.
 */
const SUPERVISOR = `
  folder=$1; shift
  exec 3<&0
  "$@" & server=$!
  (cat <&3; kill $server) >/dev/null 2>&1 &
  wait $server; code=$?
  rm -rf "$folder"
  exit $code`;

/** Starts `mongod` until this process ends; `null` when it is not on PATH. */
async function startServer(): Promise<string | null> {
  const found = await new Deno.Command("sh", { args: ["-c", "command -v mongod"] }).output();
  if (!found.success) return null;
  const folder = await Deno.makeTempDir({ prefix: "vigia-mongod-" });
  const port = freePort();
  const command = ["mongod", "--dbpath", folder, "--port", `${port}`, "--bind_ip", "127.0.0.1"];
  const child = new Deno.Command("sh", {
    args: ["-c", SUPERVISOR, "supervisor", folder, ...command, "--replSet", "rs0"],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  child.unref();
  return await Promise.race([
    addressOf(child, port),
    child.status.then(({ code }) => {
      throw new Error(`mongod ended with code ${code} before it was ready`);
    }),
  ]);
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}

/** The address to speak to: the one the server prints, else its port, once that can be written to. */
async function addressOf(child: Deno.ChildProcess, port: number): Promise<string> {
  const printed = printedAddress(child.stdout);
  const own = `mongodb://127.0.0.1:${port}/`;
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const uri = await Promise.race([
      printed,
      new Promise<undefined>((resolve) => setTimeout(resolve, 200)),
    ]);
    if (uri !== undefined) return uri;
    if (await initiate(`${own}?directConnection=true`)) return `${own}?replicaSet=rs0`;
  }
  throw new Error(`mongod is not ready after ${START_TIMEOUT_MS / 1000} s`);
}

/** Resolves with the address of a line `uri: mongodb://…`; never, when there is none. */
function printedAddress(output: ReadableStream<Uint8Array>): Promise<string> {
  return new Promise((resolve) => {
    (async () => {
      const decoder = new TextDecoder();
      let text: string | null = "";
      // Read to the end in any case: a server that cannot write its log stops.
      for await (const chunk of output) {
        if (text === null) continue;
        text += decoder.decode(chunk, { stream: true });
        const address = /^uri: (mongodb:\/\/\S+)$/m.exec(text)?.[1];
        if (address === undefined) continue;
        resolve(address);
        text = null;
      }
    })();
  });
}

/** Makes a replica set of one member; whether it has a primary now. */
async function initiate(uri: string): Promise<boolean> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 500 });
  try {
    const admin = client.db("admin");
    const hello = await admin.command({ hello: 1 });
    if (hello.isWritablePrimary === true) return hello.setName === "rs0";
    if (hello.isreplicaset !== true) return false;
    await admin.command({
      replSetInitiate: { _id: "rs0", members: [{ _id: 0, host: new URL(uri).host }] },
    });
    return false;
  } catch {
    return false; // Not listening yet.
  } finally {
    await client.close();
  }
}
