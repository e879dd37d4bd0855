import { WebhookSigner } from "../events/standard_webhooks.ts";
import { type Draft, liveRhythm, SampleShop } from "./shop.ts";

export interface SimulatorOptions {
  /** Base address of the server. */
  url: string;
  /** `whsec_…` with which requests are signed, as a webhook sender does. */
  secret: string;
  /** Events a second, on average. */
  rate: number;
  seed: number;
  /** Told after each answer that is not 202, and when the server cannot be reached. */
  onProblem?: (message: string) => void;
}

/** A burst of failures of one region, as `--burst error` sends it. */
export const BURST = { events: 120, perSecond: 12, region: "SP" } as const;

/** Pause between the expenses of `--expenses`. */
export const EXPENSE_PAUSE_MS = 2_000;

const PEOPLE = 240;
/** Each event is tried again with the same id until it is accepted, as good senders do. */
const RETRY_MS = [200, 1000, 5000];

/** Live traffic of the sample shop over real HTTP, signed like any webhook. */
export class Simulator {
  readonly #options: SimulatorOptions;
  readonly #shop: SampleShop;
  readonly #signer: WebhookSigner;
  #accepted = 0;

  constructor(options: SimulatorOptions) {
    this.#options = options;
    this.#shop = new SampleShop(options.seed, PEOPLE);
    this.#signer = new WebhookSigner(options.secret);
  }

  /** Events that the server accepted so far. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Sends at about the given rate, busier in the evening, until the signal ends it. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      // Exponential pauses make arrivals independent, as those of real customers are.
      const perSecond = this.#options.rate * liveRhythm(Date.now());
      await pause(-Math.log(1 - this.#shop.random.next()) * 1000 / perSecond, signal);
      if (!signal.aborted) void this.#send(this.#shop.draft(), signal);
    }
  }

  /** Sends one expense every two seconds, an odd one now and then, until the signal ends it. */
  async expenses(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#send(this.#shop.draft("expense"), signal);
      await pause(EXPENSE_PAUSE_MS, signal);
    }
  }

  /** Sends a burst of errors from one region. */
  async burst(signal: AbortSignal): Promise<void> {
    for (let n = 0; n < BURST.events && !signal.aborted; n++) {
      await this.#send(this.#shop.failure(BURST.region), signal);
      await pause(1000 / BURST.perSecond, signal);
    }
  }

  async #send(draft: Draft, signal: AbortSignal): Promise<void> {
    const id = crypto.randomUUID();
    const body = JSON.stringify({ id, ...draft, timestamp: new Date().toISOString() });
    for (const wait of [0, ...RETRY_MS]) {
      await pause(wait, signal);
      if (signal.aborted) return;
      const problem = await this.#post(id, body);
      if (problem === null) {
        this.#accepted++;
        return;
      }
      this.#options.onProblem?.(problem);
    }
  }

  /** `null` when the event was accepted, else what went wrong. */
  async #post(id: string, body: string): Promise<string | null> {
    const signed = await this.#signer.headers(id, new TextEncoder().encode(body));
    try {
      const response = await fetch(new URL("/webhook/event", this.#options.url), {
        method: "POST",
        headers: { ...signed, "content-type": "application/json" },
        body,
      });
      const text = await response.text();
      return response.status === 202 ? null : `answered ${response.status}: ${text.slice(0, 200)}`;
    } catch (error) {
      return `cannot reach ${this.#options.url}: ${error instanceof Error ? error.message : error}`;
    }
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
  });
}
