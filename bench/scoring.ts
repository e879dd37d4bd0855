import { join } from "node:path";
import { type Draft, SampleShop } from "@/lib/sample/shop.ts";
import { HttpConnection, postRequest } from "./http_connection.ts";
import { fixed, type Measure, measure, median } from "./measure.ts";
import { createKey, type ServerProcess, startVigia, withFolder } from "./processes.ts";

/** What one line measures. */
interface Traffic {
  name: string;
  /** The type of every event; without it as the shop has them, 43 % records. */
  type?: "expense";
  /** Events of a request. */
  batch: number;
  connections: number;
  /** Events of a turn. */
  events: number;
}

const TRAFFIC: readonly Traffic[] = [
  { name: "mixed single events", batch: 1, connections: 32, events: 6_000 },
  { name: "mixed batches of 100", batch: 100, connections: 4, events: 16_000 },
  {
    name: "batches of 100, all expenses",
    type: "expense",
    batch: 100,
    connections: 4,
    events: 12_000,
  },
];
const PEOPLE = 2_000;
/** While it knows little, the detector makes its trees anew all the time. */
const WARM_UP: Traffic = { name: "", type: "expense", batch: 100, connections: 4, events: 12_000 };
const TURNS = 3;
const STEP_MS = 2_000;
/** Pause between two looks whether the last events have their scores. */
const SETTLE_MS = 1_000;
/** The same events under names that nothing judges; all else of ingest is the same. */
const UNJUDGED: Record<string, string> = { expense: "expanse", purchase: "purchaze" };

/** Sends events of a sample shop, each at another time of the last days. */
class Sender {
  readonly #vigia: ServerProcess;
  readonly #token: string;
  readonly #shop = new SampleShop(11, PEOPLE);
  #at = Date.now() - 8 * 86_400_000;

  constructor(vigia: ServerProcess, token: string) {
    this.#vigia = vigia;
    this.#token = token;
  }

  /** Processor time of the server for an event in µs, scores included. */
  async cost({ type, batch, connections, events }: Traffic, isJudged: boolean): Promise<number> {
    const requests: Uint8Array[] = [];
    for (let sent = 0; sent < events; sent += batch) {
      const bodies = Array.from({ length: batch }, () => this.#event(type, isJudged));
      const body = JSON.stringify(batch === 1 ? bodies[0] : bodies);
      requests.push(postRequest("/webhook/event", this.#token, body));
    }
    const { cpuSeconds } = await this.#vigia.costOf(async () => {
      const inOrder = requests.values();
      await Promise.all(Array.from({ length: connections }, () => this.#send(inOrder)));
      do await new Promise((resolve) => setTimeout(resolve, SETTLE_MS)); while (
        await this.#isBehind()
      );
    });
    return cpuSeconds * 1e6 / events;
  }

  async #send(requests: Iterator<Uint8Array>): Promise<void> {
    const connection = await HttpConnection.open("127.0.0.1", this.#vigia.port);
    for (let next = requests.next(); !next.done; next = requests.next()) {
      const status = await connection.send(next.value);
      if (status !== 202) throw new Error(`A webhook was answered ${status}`);
    }
    connection.close();
  }

  /** Whether the newest expense still waits for its score; those that nobody judges never do. */
  async #isBehind(): Promise<boolean> {
    const url = `http://127.0.0.1:${this.#vigia.port}/api/v1/events?type=expense&limit=1`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${this.#token}` } });
    const { items: [newest] } = await response.json();
    return newest !== undefined && newest.metadata.anomaly === undefined;
  }

  #event(type: "expense" | undefined, isJudged: boolean): Draft & { timestamp: string } {
    const draft = this.#shop.draft(type);
    this.#at += STEP_MS;
    const named = isJudged ? draft.type : UNJUDGED[draft.type] ?? draft.type;
    return { ...draft, type: named, timestamp: new Date(this.#at).toISOString() };
  }
}

/** What the scoring of records costs beside ingest: the same traffic judged and not, in turns. */
export async function measureScoring(): Promise<Measure[]> {
  return await withFolder(async (folder) => {
    const vigia = await startVigia(join(folder, "data"));
    const token = await createKey(vigia.port);
    const sender = new Sender(vigia, token);
    await sender.cost(WARM_UP, true);
    const measures: Measure[] = [];
    for (const traffic of TRAFFIC) {
      const turns: { plain: number; judged: number }[] = [];
      for (let turn = 0; turn < TURNS; turn++) {
        turns.push({
          plain: await sender.cost(traffic, false),
          judged: await sender.cost(traffic, true),
        });
      }
      const plain = median(turns.map((turn) => turn.plain));
      const added = median(turns.map((turn) => turn.judged - turn.plain));
      const part = median(turns.map((turn) => turn.judged / turn.plain - 1));
      measures.push(measure(
        `scoring beside ingest, ${traffic.name}`,
        `+${fixed(part * 100, 0)} % processor (${fixed(added, 0)} on top of ${
          fixed(plain, 0)
        } µs/event)`,
        "< 10 %",
        part < 0.1,
      ));
    }
    await vigia.stop();
    return measures;
  });
}
