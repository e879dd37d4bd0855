import assert from "node:assert/strict";
import type { CommandStartedEvent, Document } from "mongodb";
import { z } from "zod";
import { BUCKETS, METRICS } from "@/lib/store/events.ts";
import { DIMENSIONS } from "@/lib/events/event.ts";
import type { CollectionSpec } from "@/lib/store/collections.ts";
import type { MongoStore } from "@/lib/store/mongo/mongo_store.ts";
import { batches, randomEvents } from "./fixtures.ts";
import { mongoTest } from "./mongo.ts";

const EXPLAINED = new Set(["find", "aggregate", "findAndModify", "update", "delete"]);
const FROM = Date.parse("2026-02-01T00:00:00Z");
const TO = FROM + 30 * 86_400_000;

/** The commands that `work` sends, of those that a server can explain. */
async function commandsOf(store: MongoStore, work: () => Promise<unknown>): Promise<Document[]> {
  const commands: Document[] = [];
  const listener = ({ commandName, command }: CommandStartedEvent) => {
    if (EXPLAINED.has(commandName)) commands.push(command);
  };
  store.client.on("commandStarted", listener);
  try {
    await work();
  } finally {
    store.client.off("commandStarted", listener);
  }
  return commands;
}

/**
 * The parts of an explanation that read a collection: of an aggregation those under `$cursor`, since
 * servers name stages that read what another stage gave as they like.
 */
function readsOf(explanation: Document): unknown[] {
  if (explanation.stages === undefined) return [explanation.queryPlanner];
  const reads: unknown[] = [];
  const collect = (part: unknown) => {
    if (part === null || typeof part !== "object") return;
    for (const [name, value] of Object.entries(part)) {
      if (name === "$cursor") reads.push(value);
      else collect(value);
    }
  };
  collect(explanation.stages);
  return reads;
}

/**
 * Names of the stages that a plan has, at any depth. DocumentDB 0.108 walks the index of ids in full
 * where it has no other one: documents are then chosen after reading (`runtimeFilterSet`).
 */
function stagesOf(plan: unknown): string[] {
  if (plan === null || typeof plan !== "object") return [];
  const { runtimeFilterSet, inputStage } = plan as Document;
  const isWalk = runtimeFilterSet !== undefined && inputStage?.indexName === "_id_" &&
    inputStage.direction === undefined && inputStage.indexFilterSet === undefined;
  const nested = Object.entries(plan).flatMap(([name, value]) =>
    name === "stage" && typeof value === "string" ? [value] : stagesOf(value)
  );
  return isWalk ? ["COLLSCAN", ...nested] : nested;
}

/** What can be explained everywhere: for a write, the search for what it writes. */
function searchOf(command: Document): Document {
  const search = (filter: Document, collection: string) => ({ find: collection, filter });
  if (command.findAndModify) return search(command.query, command.findAndModify);
  if (command.update) return search(command.updates[0].q, command.update);
  if (command.delete) return search(command.deletes[0].q, command.delete);
  const kept = ["find", "filter", "sort", "limit", "hint", "aggregate", "pipeline", "cursor"];
  return Object.fromEntries(Object.entries(command).filter(([name]) => kept.includes(name)));
}

/** @throws AssertionError when the server reads a whole collection for the command. */
async function assertUsesIndex(store: MongoStore, command: Document, what: string): Promise<void> {
  const search = searchOf(command);
  const plan = await store.db.command({ explain: search, verbosity: "queryPlanner" });
  const text = `${what}: ${Deno.inspect(search, { depth: 9 })}`;
  const reads = readsOf(plan);
  assert.ok(reads.length > 0, `nothing is read by ${text}`);
  for (const stages of reads.map(stagesOf)) {
    assert.ok(!stages.includes("COLLSCAN"), `collection scan for ${text}`);
    const usesIndex = stages.some((stage) => /IXSCAN|IDHACK|COUNT_SCAN|EOF/.test(stage));
    assert.ok(usesIndex, `no index in the plan of ${text}: ${stages}`);
  }
}

const things: CollectionSpec<{ owner: string; state: string; due: number | null }> = {
  name: "explained_things",
  schema: z.object({ owner: z.string(), state: z.string(), due: z.number().nullable() }),
  unique: [["owner", "due"]],
  indexes: [["state"], ["owner", "state"]],
};

function eventQuestions(store: MongoStore): Record<string, () => Promise<unknown>> {
  const { events } = store;
  // A part of what is stored: where a period holds everything, reading everything is right.
  const range = { from: FROM + 86_400_000 + 3_723_001, to: FROM + 2 * 86_400_000 - 7_000_001 };
  const minutes = { from: FROM + 86_400_000, to: FROM + 86_400_000 + 3_600_000 };
  const filters = [
    {},
    { type: "error" },
    ...DIMENSIONS.map((dimension) => ({ [dimension]: "user-1" })),
    { minValue: 5, maxValue: 50 },
    { q: "merchant-1" },
    { region: "north", product: "product-1" },
  ];
  const questions: Record<string, () => Promise<unknown>> = {
    "get": () => events.get("e9-000001"),
    "count": () => events.count(),
    "since": () => events.since(10, 50),
    "minutes": () => events.minutes({ ...minutes, dimension: "region", keys: ["north"] }),
    "lastSequence": () => events.lastSequence(),
    "userTotals": () => events.userTotals("user-1"),
    "append": () => events.append(randomEvents({ seed: 77, count: 3, from: FROM, to: TO })),
    "patch": () => events.patch("e9-000002", { value: 1e6, userId: "new" }),
    "annotate": () => events.annotate("anomaly", [{ seq: 5, value: 1 }, { seq: 7, value: 2 }]),
    "delete": () => events.delete("e9-000002"),
  };
  for (const filter of filters) {
    const name = JSON.stringify(filter);
    questions[`list ${name}`] = async () => {
      const { next } = await events.list(filter, { limit: 2 });
      if (next !== null) await events.list(filter, { limit: 2, cursor: next });
    };
    questions[`summary ${name}`] = () => events.summary({ ...range, ...filter });
    for (const dimension of DIMENSIONS) {
      questions[`breakdown ${dimension} ${name}`] = () =>
        events.breakdown({ filter: { ...range, ...filter }, dimension, metric: "sum", limit: 5 });
    }
    for (const [index, metric] of METRICS.entries()) {
      const bucket = BUCKETS[1 + index % (BUCKETS.length - 1)]!;
      questions[`timeseries ${metric} ${bucket} ${name}`] = () =>
        events.timeseries({
          filter: { ...range, ...filter },
          metric,
          bucket,
          timeZone: "Asia/Kolkata",
          groupBy: index % 2 === 0 ? "region" : undefined,
        });
    }
  }
  return questions;
}

mongoTest("no question about events reads a whole collection", async ({ open }) => {
  const store = await open({ monitorCommands: "true" });
  const events = randomEvents({ seed: 9, count: 6_000, from: FROM, to: TO });
  for (const batch of batches(events, 500)) await store.events.append(batch);
  let explained = 0;
  for (const [name, ask] of Object.entries(eventQuestions(store))) {
    const commands = await commandsOf(store, ask);
    assert.ok(commands.length > 0, `${name} asked nothing`);
    for (const command of commands) await assertUsesIndex(store, command, name);
    explained += commands.length;
  }
  assert.ok(explained > 300);
});

mongoTest("no question about documents reads a whole collection", async ({ open }) => {
  const store = await open({ monitorCommands: "true" });
  const collection = store.collection(things);
  const documents = await Promise.all(
    Array.from(
      { length: 300 },
      (_, n) => collection.insert({ owner: `o${n % 20}`, state: `s${n % 3}`, due: n }),
    ),
  );
  const { id } = documents[0]!;
  const questions: Record<string, () => Promise<unknown>> = {
    "get": () => collection.get(id),
    "find": async () => {
      const { next } = await collection.find({ limit: 2 });
      await collection.find({ limit: 2, cursor: next! });
      await collection.find({ limit: 2, order: "asc" });
    },
    "find by state": () => collection.find({ where: { state: "s1" }, limit: 5 }),
    "find by owner and state": () =>
      collection.find({ where: { owner: "o1", state: { in: ["s1", "s2"] } }, limit: 5 }),
    "findOne by unique key": () => collection.findOne({ owner: "o1", due: 1 }),
    "count by state": () => collection.count({ state: "s0" }),
    "patch": () => collection.patch(id, { state: "s9" }, { version: 1 }),
  };
  for (const [name, ask] of Object.entries(questions)) {
    const commands = await commandsOf(store, ask);
    assert.ok(commands.length > 0, `${name} asked nothing`);
    for (const command of commands) await assertUsesIndex(store, command, name);
  }
});

mongoTest("the check for whole collections fails where an index is missing", async ({ open }) => {
  const store = await open({ monitorCommands: "true" });
  const collection = store.collection(things);
  for (let n = 0; n < 300; n++) {
    await store.db.collection("unindexed").insertOne({ n, text: `text ${n}` });
  }
  await collection.insert({ owner: "o", state: "s", due: 1 });
  const commands = await commandsOf(
    store,
    () => store.db.collection("unindexed").find({ text: "text 7" }).toArray(),
  );
  await assert.rejects(
    assertUsesIndex(store, commands[0]!, "unindexed"),
    assert.AssertionError,
  );
});
