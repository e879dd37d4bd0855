import { Binary, MongoClient, MongoServerError } from "mongodb";
import { askServer, hasChangeStreams } from "@/lib/store/mongo/capabilities.ts";
import { freePort } from "./ports.ts";

/** A server that tests may use, each in a database of its own. */
export interface MongoServer {
  uri: string;
  /** Name and version, for the summary. */
  name: string;
  /** Whether it offers change streams. */
  changeStreams: boolean;
  /** Whether it ends the transactions that a killed client left; else they live until its own limit. */
  killSessions: boolean;
}

export { freePort };

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
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 5_000 });
  try {
    const name = await askServer(client.db("admin"));
    say(`MongoDB tests run on ${name}`);
    const changeStreams = await hasChangeStreams(client.db("vigia_probe"), "probe");
    return { uri, name, changeStreams, killSessions: await canKillSessions(client) };
  } finally {
    await client.close();
  }
}

async function canKillSessions(client: MongoClient): Promise<boolean> {
  const unknown = new Binary(crypto.getRandomValues(new Uint8Array(16)), Binary.SUBTYPE_UUID);
  try {
    await client.db("admin").command({ killSessions: [{ id: unknown }] });
    return true;
  } catch (error) {
    if (error instanceof MongoServerError) return false;
    throw error;
  }
}

function say(line: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`${line}\n`));
}

/** Starts the server that all test files share; `null` when there is no `mongod` on PATH. */
async function startServer(): Promise<string | null> {
  if (!await hasMongod()) return null;
  const folder = await Deno.makeTempDir({ prefix: "vigia-mongod-" });
  const { uri } = await startMongod(folder, freePort());
  // Every test file has modules of its own, but the environment is the process's.
  Deno.env.set("MONGODB_TEST_URI", uri);
  return uri;
}

/** Whether tests can start servers of their own. */
export async function hasMongod(): Promise<boolean> {
  return (await new Deno.Command("sh", { args: ["-c", "command -v mongod"] }).output()).success;
}

/**
 * Runs a server as long as this process runs, also when that is killed or the terminal interrupts
 * all of them; then removes its folder. A server that ends by itself leaves its folder to be started on
 * again.
 */
const SUPERVISOR = `
  folder=$1; owner=$2; shift 2
  trap : TERM INT HUP
  "$@" >"$folder.log" 2>&1 & server=$!
  echo $server >"$folder.pid"
  while kill -0 $owner 2>/dev/null && kill -0 $server 2>/dev/null; do sleep 0.2; done
  kill $server 2>/dev/null
  while kill -0 $server 2>/dev/null; do wait $server; done
  rm -f "$folder.log"
  rm -f "$folder.pid"
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    kill -0 $owner 2>/dev/null || { rm -rf "$folder"; break; }
    sleep 0.2
  done`;

/** Starts `mongod` on a folder and waits until it can be written to. Its process is `pid`. */
export async function startMongod(
  folder: string,
  port: number,
): Promise<{ uri: string; pid: number }> {
  const command = ["mongod", "--dbpath", folder, "--port", `${port}`, "--bind_ip", "127.0.0.1"];
  const supervised = ["supervisor", folder, `${Deno.pid}`, ...command, "--replSet", "rs0"];
  const started = await new Deno.Command("sh", {
    args: ["-c", 'sh -c "$0" "$@" </dev/null >/dev/null 2>&1 &', SUPERVISOR, ...supervised],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).output();
  if (!started.success) throw new Error("Cannot start mongod: sh failed");
  const own = `mongodb://127.0.0.1:${port}/`;
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const log = await readOrNull(`${folder}.log`);
    const pid = Number(await readOrNull(`${folder}.pid`));
    if (log === null || pid === 0) continue;
    const printed = /^uri: (mongodb:\/\/\S+)$/m.exec(log)?.[1];
    if (printed !== undefined) return { uri: printed, pid };
    if (await initiate(`${own}?directConnection=true`)) {
      return { uri: `${own}?replicaSet=rs0`, pid };
    }
  }
  throw new Error(`mongod is not ready after ${START_TIMEOUT_MS / 1000} s`);
}

/** Waits until the server that ran on a folder is gone; then it can be started there again. */
export async function mongodEnded(folder: string): Promise<void> {
  while (await readOrNull(`${folder}.pid`) !== null) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Makes a replica set of one member; whether it has a primary now. */
async function initiate(uri: string): Promise<boolean> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 500 });
  try {
    const admin = client.db("admin");
    const hello = await admin.command({ hello: 1 });
    if (hello.isWritablePrimary === true) {
      // Refused where one must sign in: such a server prints an address with a user.
      await admin.command({ listDatabases: 1, nameOnly: true });
      return hello.setName === "rs0";
    }
    if (hello.isreplicaset !== true) return false;
    await admin.command({
      replSetInitiate: { _id: "rs0", members: [{ _id: 0, host: new URL(uri).host }] },
    });
    return false;
  } catch {
    return false; // Not listening yet, or not for everybody.
  } finally {
    await client.close();
  }
}
