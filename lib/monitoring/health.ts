/** Resolves while a part works; what it rejects with is logged, not shown. */
export type HealthCheck = () => Promise<unknown>;

export interface CheckResult {
  status: "ok" | "failing";
  durationMs: number;
}

export interface HealthReport {
  status: "ready" | "failing";
  checks: Record<string, CheckResult>;
}

export interface HealthOptions {
  /** How long a check may take before it counts as failing. Default 2 s. */
  timeoutMs?: number;
  /** Told why a check failed. */
  onFailure?: (name: string, error: unknown) => void;
}

/** Answers are reused this long, so that probes by many cannot load the parts they probe. */
const REUSE_MS = 500;

/** The named checks that decide whether this process can serve. */
export class Health {
  readonly #checks = new Map<string, HealthCheck>();
  readonly #timeoutMs: number;
  readonly #onFailure: (name: string, error: unknown) => void;
  #last: { at: number; report: Promise<HealthReport> } | undefined;

  constructor(options: HealthOptions = {}) {
    this.#timeoutMs = options.timeoutMs ?? 2000;
    this.#onFailure = options.onFailure ?? (() => {});
  }

  /** Adds a check. @throws Error when there is one of that name. */
  add(name: string, check: HealthCheck): void {
    if (this.#checks.has(name)) {
      throw new Error(`There is a health check "${name}" already; choose another name`);
    }
    this.#checks.set(name, check);
    this.#last = undefined;
  }

  /** Runs all checks at once. Never rejects. */
  report(): Promise<HealthReport> {
    const now = Date.now();
    if (this.#last === undefined || now - this.#last.at >= REUSE_MS) {
      this.#last = { at: now, report: this.#run() };
    }
    return this.#last.report;
  }

  async #run(): Promise<HealthReport> {
    const entries = await Promise.all(
      [...this.#checks].map(async ([name, check]) =>
        [name, await this.#runOne(name, check)] as const
      ),
    );
    const isReady = entries.every(([, { status }]) => status === "ok");
    return { status: isReady ? "ready" : "failing", checks: Object.fromEntries(entries) };
  }

  async #runOne(name: string, check: HealthCheck): Promise<CheckResult> {
    const start = performance.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tooLate = new Promise<never>((_resolve, reject) => {
      const error = new Error(`No answer within ${this.#timeoutMs} ms`);
      timer = setTimeout(() => reject(error), this.#timeoutMs);
    });
    let status: CheckResult["status"] = "ok";
    try {
      await Promise.race([Promise.try(check), tooLate]);
    } catch (error) {
      status = "failing";
      this.#onFailure(name, error);
    } finally {
      clearTimeout(timer);
    }
    return { status, durationMs: Math.round(performance.now() - start) };
  }
}
