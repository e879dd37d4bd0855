import { StoreUnavailableError } from "../store/store.ts";

export interface RecentCacheOptions {
  /** Entries kept at most. Default 10,000. */
  maxEntries?: number;
  /** Milliseconds, for tests. */
  now?: () => number;
}

interface Entry<V> {
  value: V;
  /** When the store said so; the start of the question, not of the answer. */
  askedAt: number;
  /** When to ask next. */
  staleAt: number;
  /** The store did not answer when it was asked last. */
  isOutlasting: boolean;
}

/** After this an entry is asked for again, while callers still get it. */
const FRESH_MS = 500;
/** After this callers wait for the new answer; what another instance revokes ends by then. */
const MAX_AGE_MS = 1000;
/** How long the last answer counts while the store is away; it cannot take a revocation either. */
const MAX_OUTAGE_MS = 24 * 60 * 60 * 1000;
/** How long callers wait for a store that does not say no either. */
const PATIENCE_MS = 1000;
/** The same once it has not answered: short enough that answers are renewed before callers must wait. */
const OUTAGE_PATIENCE_MS = 250;
const MAX_MISSES = 1000;

/**
 * Remembers for at most a second what the store says about a session or key, so that a caller who
 * sends thousands of requests costs one query a second, and one whose store is away can still send
 * events. What does not exist is remembered apart, so that nonsense cannot push out what does.
 */
export class RecentCache<V> {
  readonly #load: (key: string) => Promise<V | null>;
  readonly #maxEntries: number;
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry<V>>();
  readonly #misses = new Map<string, number>();
  readonly #loading = new Map<string, Promise<V | null>>();

  constructor(load: (key: string) => Promise<V | null>, options: RecentCacheOptions = {}) {
    this.#load = load;
    this.#maxEntries = options.maxEntries ?? 10_000;
    this.#now = options.now ?? Date.now;
  }

  /** The value at once when it is known, else its promise; `null` for what does not exist. */
  get(key: string): V | null | Promise<V | null> {
    const now = this.#now();
    const entry = this.#entries.get(key);
    if (entry !== undefined) {
      if (now < entry.staleAt) return entry.value;
      if (now < entry.staleAt + (MAX_AGE_MS - FRESH_MS)) {
        // The outcome is kept by #ask; whoever needs it next meets the error, if there is one.
        this.#ask(key).catch(() => {});
        return entry.value;
      }
      return this.#ask(key);
    }
    const missedAt = this.#misses.get(key);
    if (missedAt !== undefined && now - missedAt < MAX_AGE_MS) return null;
    return this.#ask(key);
  }

  /** Forgets a key; also an answer that is on its way. */
  delete(key: string): void {
    this.#entries.delete(key);
    this.#misses.delete(key);
    this.#loading.delete(key);
  }

  clear(): void {
    this.#entries.clear();
    this.#misses.clear();
    this.#loading.clear();
  }

  /** One question at a time for a key, whoever asks. */
  #ask(key: string): Promise<V | null> {
    const running = this.#loading.get(key);
    if (running !== undefined) return running;
    const askedAt = this.#now();
    const asked: Promise<V | null> = this.#answer(key, askedAt).then(
      (value) => {
        // Deleted meanwhile: the answer may be from before the change.
        if (this.#loading.get(key) !== asked) return this.#ask(key);
        this.#loading.delete(key);
        this.#keep(key, value, askedAt);
        return value;
      },
      (error) => {
        if (this.#loading.get(key) === asked) this.#loading.delete(key);
        return this.#outlast(key, error);
      },
    );
    this.#loading.set(key, asked);
    return asked;
  }

  /** The store's answer; one that is overdue counts as none when an older answer is at hand. */
  async #answer(key: string, askedAt: number): Promise<V | null> {
    const loading = this.#load(key);
    const entry = this.#entries.get(key);
    if (entry === undefined) return await loading;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const overdue = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new StoreUnavailableError("The store does not answer in time"));
        // It is slow then, but what it says at last is newer than what is known.
        loading.then((value) => {
          const known = this.#entries.get(key);
          if (known !== undefined && known.askedAt < askedAt) this.#keep(key, value, askedAt);
        }).catch(() => {});
      }, entry.isOutlasting ? OUTAGE_PATIENCE_MS : PATIENCE_MS);
    });
    try {
      return await Promise.race([loading, overdue]);
    } finally {
      clearTimeout(timer);
    }
  }

  #keep(key: string, value: V | null, askedAt: number): void {
    if (value === null) {
      this.#entries.delete(key);
      trim(this.#misses, MAX_MISSES);
      this.#misses.set(key, askedAt);
      return;
    }
    this.#misses.delete(key);
    if (!this.#entries.has(key)) trim(this.#entries, this.#maxEntries);
    this.#entries.set(key, { value, askedAt, staleAt: askedAt + FRESH_MS, isOutlasting: false });
  }

  /** Goes on with the last answer while the store is away. */
  #outlast(key: string, error: unknown): V {
    const entry = this.#entries.get(key);
    const now = this.#now();
    if (
      entry === undefined || !(error instanceof StoreUnavailableError) ||
      now - entry.askedAt > MAX_OUTAGE_MS
    ) throw error;
    entry.staleAt = now + FRESH_MS;
    entry.isOutlasting = true;
    return entry.value;
  }
}

/** Makes room for one more by forgetting what was put in first. */
function trim(map: Map<string, unknown>, maxSize: number): void {
  if (map.size < maxSize) return;
  const oldest = map.keys().next().value;
  if (oldest !== undefined) map.delete(oldest);
}
