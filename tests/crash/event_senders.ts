/** What a sender knows of its deliveries; nothing here comes from the server's files. */
export interface Deliveries {
  /** Ids that the server said 202 to. */
  accepted: Set<string>;
  /** Answers other than 202 and 503, and what a sender never expects. */
  surprises: string[];
  /** 202 answers. */
  answers: number;
  /** Requests that found no server, lost their connection or were told 503. */
  failures: number;
  /** Longest time that an answered request took. */
  slowestMs: number;
}

export interface SendersOptions {
  url: string;
  key: string;
  /** Begins every id, so that several runs can share a store. */
  prefix: string;
  clients?: number;
  /** Requests a second, of all clients together. */
  rate?: number;
  /** Whether each delivery is sent again, under the same ids, until it is accepted. Default true. */
  retry?: boolean;
}

const RETRY_MS = 25;
/** One request in so many brings a batch. */
const BATCH_EVERY = 8;
const BATCH_EVENTS = 12;

const TYPES = ["purchase", "login", "error", "refund", "expense"] as const;

function makeEvent(id: string, n: number) {
  const type = TYPES[n % TYPES.length]!;
  const isSale = type === "purchase" || type === "refund" || type === "expense";
  return {
    id,
    type,
    userId: `user-${n % 37}`,
    ...(isSale && { value: (n % 1999) / 100, currency: "BRL" }),
    // An hour and a day's border are among them, so that all grains of roll-ups are at work.
    timestamp: new Date(Date.UTC(2026, 0, 31, 22) + n * 7_919).toISOString(),
    metadata: { region: ["SP", "RJ", "MG"][n % 3], product: `product ${n % 11}` },
  };
}

/** Clients that send events at a steady rate until they are stopped. */
export class EventSenders {
  readonly deliveries: Deliveries = {
    accepted: new Set(),
    surprises: [],
    answers: 0,
    failures: 0,
    slowestMs: 0,
  };
  readonly #options: SendersOptions;
  readonly #client = Deno.createHttpClient({ poolMaxIdlePerHost: 32 });
  readonly #working: Promise<void>[];
  #isStopped = false;
  #isAbandoned = false;

  constructor(options: SendersOptions) {
    this.#options = options;
    const { clients = 10, rate = 200 } = options;
    const periodMs = clients * 1000 / rate;
    this.#working = Array.from({ length: clients }, (_, number) => this.#send(number, periodMs));
  }

  /** Gives up at once, whatever was accepted; for a test that failed. */
  abandon(): void {
    this.#isAbandoned = this.#isStopped = true;
  }

  /** Ends when every delivery that was begun is accepted, or given up where nothing is repeated. */
  async stop(): Promise<Deliveries> {
    this.#isStopped = true;
    await Promise.all(this.#working);
    this.#client.close();
    return this.deliveries;
  }

  async #send(client: number, periodMs: number): Promise<void> {
    let next = performance.now() + Math.random() * periodMs;
    for (let n = 0; !this.#isStopped; n++) {
      const wait = next - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      // After an outage a sender goes on at its pace; it does not catch up.
      next = Math.max(next + periodMs, performance.now());
      const size = n % BATCH_EVERY === 0 ? BATCH_EVENTS : 1;
      const events = Array.from(
        { length: size },
        (_, part) => makeEvent(`${this.#options.prefix}-${client}-${n}-${part}`, n * 10 + client),
      );
      await this.#deliver(events);
    }
  }

  async #deliver(events: ReturnType<typeof makeEvent>[]): Promise<void> {
    const { retry = true } = this.#options;
    const body = JSON.stringify(events.length === 1 ? events[0] : events);
    while (true) {
      const isAccepted = await this.#post(body, events.map(({ id }) => id));
      if (isAccepted || !retry || this.#isAbandoned) return;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  /** Whether the server said 202. */
  async #post(body: string, ids: string[]): Promise<boolean> {
    const { deliveries } = this;
    const startedAt = performance.now();
    try {
      const response = await fetch(`${this.#options.url}/webhook/event`, {
        method: "POST",
        client: this.#client,
        headers: {
          "content-type": "application/json",
          authorization: `Bearer ${this.#options.key}`,
        },
        body,
      });
      // A sender may go by the status alone; what it was told before the answer broke off counts.
      if (response.status === 202) {
        for (const id of ids) deliveries.accepted.add(id);
        deliveries.answers++;
        deliveries.slowestMs = Math.max(deliveries.slowestMs, performance.now() - startedAt);
      }
      const text = await response.text();
      if (response.status === 202) return true;
      if (response.status !== 503) deliveries.surprises.push(`${response.status}: ${text}`);
      deliveries.failures++;
      return false;
    } catch {
      deliveries.failures++;
      // Else the same delivery would be counted as lost after it had been accepted.
      return deliveries.accepted.has(ids[0]!);
    }
  }
}
