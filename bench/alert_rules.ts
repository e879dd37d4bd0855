import { join } from "node:path";
import { cpuUsage } from "node:process";
import { AlertEngine, GRACE_MS } from "@/lib/alerts/alert_engine.ts";
import { ALERT_RULES, type RuleInput, ruleInputSchema } from "@/lib/alerts/rule.ts";
import { GRID_MS } from "@/lib/alerts/rule_state.ts";
import { silentLogger } from "@/lib/logging/logger.ts";
import { sampleHistory } from "@/lib/sample/history.ts";
import { loadSample } from "@/lib/sample/load.ts";
import { openSqliteStore } from "@/lib/store/sqlite/sqlite_store.ts";
import type { Store } from "@/lib/store/store.ts";
import { fixed, type Measure, measure, median, whole } from "./measure.ts";
import { withFolder } from "./processes.ts";

const EVENTS = 1_000_000;
const DAYS = 30;
const RULES = 500;
const ROUNDS = 7;
/** Events that come between two rounds. */
const EVENTS_OF_MINUTE = 200;
const TYPES = ["purchase", "expense", "error", "login", "refund", "signup"];
/** What filters name: values of the sample shop. */
const VALUES = {
  region: ["SP", "RJ", "MG", "RS", "PR", "BA", "PE", "Lisboa", "Porto"],
  product: ["Fone sem fio", "Teclado mecânico", "Tênis corrida", "Mochila urbana"],
  category: ["Casa", "Esporte", "Livros", "Mercearia", "Transporte", "Marketing"],
  merchant: ["Uber", "iFood", "Kalunga", "Google Ads", "Posto Ipiranga", "Correios"],
  userId: Array.from({ length: 60 }, (_, n) => `ana-${String(n + 1).padStart(4, "0")}`),
};
const DIMENSIONS = Object.keys(VALUES) as (keyof typeof VALUES)[];
const WINDOWS = [1, 5, 15, 60, 240, 1_440];

/** Rules of every kind whose questions are nearly all different; one in twenty fires. */
function ruleOf(n: number): RuleInput {
  const type = TYPES[n % TYPES.length]!;
  const dimension = DIMENSIONS[Math.floor(n / TYPES.length) % DIMENSIONS.length]!;
  const values = VALUES[dimension];
  const value = values[Math.floor(n / TYPES.length / DIMENSIONS.length) % values.length]!;
  const windowMinutes = WINDOWS[Math.floor(n / 7) % WINDOWS.length]!;
  const filter = { type, [dimension]: value };
  const limit = { operator: "above", value: n % 20 === 0 ? 0 : 1e9 };
  const threshold = { kind: "threshold", filter, windowMinutes, ...limit };
  const change = { kind: "change", filter, metric: "count", operator: "above", value: 1e6 };
  const rest: object[] = [
    { condition: { ...threshold, metric: "count" } },
    { condition: { ...threshold, metric: "sum" } },
    { condition: { ...threshold, metric: "avg" } },
    { condition: { ...threshold, metric: "max" } },
    { condition: { ...threshold, metric: "share", value: 0.99, minBase: 20 } },
    { condition: { ...threshold, metric: "p95", windowMinutes: n % 2 === 0 ? 1 : 60 } },
    { condition: { kind: "absence", filter, windowMinutes: 60 } },
    { condition: { ...change, windowMinutes: 60, previousWindows: 24, minBase: 5 } },
    {
      condition: { ...threshold, filter: { type, source: "sample-data" }, metric: "count" },
      groupBy: "region",
    },
    { condition: { ...threshold, metric: "count" }, groupBy: n % 4 === 1 ? "source" : null },
  ];
  return ruleInputSchema.parse({ name: `Rule ${n}`, severity: "warning", ...rest[n % 10] });
}

/** Longest time in which nothing else could run, in ms. */
class Pauses {
  longest = 0;
  #last = performance.now();
  readonly #timer = setInterval(() => {
    const now = performance.now();
    this.longest = Math.max(this.longest, now - this.#last - 1);
    this.#last = now;
  }, 1);

  /** Ends and tells. */
  end(): number {
    clearInterval(this.#timer);
    return this.longest;
  }
}

/** Time that passed, and processor time of all threads, both in ms. */
async function timed(work: () => Promise<unknown>): Promise<{ ms: number; cpuMs: number }> {
  const began = performance.now();
  const before = cpuUsage();
  await work();
  const { user, system } = cpuUsage(before);
  return { ms: performance.now() - began, cpuMs: (user + system) / 1000 };
}

/** Rounds of 500 rules over a store, as minutes pass and events come in. */
export async function measureRounds(store: Store, until: number): Promise<Measure[]> {
  const rules = store.collection(ALERT_RULES);
  for (let n = 0; n < RULES; n++) {
    await rules.insert({ ...ruleOf(n), packKey: null, changedBy: null });
  }
  let now = until;
  const engine = new AlertEngine({
    store,
    router: { route: () => Promise.resolve() },
    anomalies: { between: () => Promise.resolve([]) },
    internal: () => Promise.resolve({}),
    onChanged: () => {},
    logger: silentLogger,
    now: () => now + GRACE_MS,
  });
  const first = await timed(() => engine.round());
  const rounds: { ms: number; cpuMs: number; bareMs: number; pause: number }[] = [];
  const options = { events: EVENTS_OF_MINUTE, days: 60_000 / 86_400_000, batch: EVENTS_OF_MINUTE };
  for (let turn = 0; turn < ROUNDS; turn++) {
    now += GRID_MS;
    const [events = []] = sampleHistory({ ...options, seed: turn + 1, until: now });
    await store.events.append(events.map((event) => ({ ...event, source: "sample-data" })));
    const hour = { type: "error", from: now - 3_600_000, to: now };
    const bare = await timed(() =>
      store.events.timeseries({ filter: hour, metric: "count", bucket: "hour", timeZone: "UTC" })
    );
    const pauses = new Pauses();
    const round = await timed(() => engine.round());
    rounds.push({ ...round, bareMs: bare.ms, pause: pauses.end() });
  }
  const of = (key: keyof typeof rounds[number]) => median(rounds.map((round) => round[key]));
  const counts = (ms: number) => `as long as ${fixed(ms / of("bareMs"), 0)} counts of one hour`;
  return [
    measure(
      `${RULES} rules over ${whole(EVENTS)} events, first round`,
      `${fixed(first.ms, 0)} ms, ${counts(first.ms)} (processor ${fixed(first.cpuMs, 0)} ms)`,
      "< 1 s",
      first.ms < 1000,
    ),
    measure(
      "a round each minute after it",
      `${fixed(of("ms"), 0)} ms, ${counts(of("ms"))} of ${fixed(of("bareMs"))} ms (processor ${
        fixed(of("cpuMs"), 0)
      } ms; the event loop waited ${fixed(of("pause"), 0)} ms at most)`,
      "< 1 s",
      of("ms") < 1000,
    ),
  ];
}

/** How long a round of the alert rules takes. */
export async function measureAlertRules(): Promise<Measure[]> {
  return await withFolder(async (folder) => {
    const store = await openSqliteStore({ path: join(folder, "vigia.db"), logger: silentLogger });
    const until = Math.floor(Date.now() / GRID_MS) * GRID_MS;
    const options = { events: EVENTS, days: DAYS, seed: 42, until, batch: 2000 };
    await loadSample(store.events, options);
    const measures = await measureRounds(store, until);
    await store.close();
    return measures;
  });
}
