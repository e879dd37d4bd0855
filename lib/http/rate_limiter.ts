/** How many requests a caller may make; a bucket of `limit` that refills evenly over the window. */
export interface RatePolicy {
  /** Letters and dashes; stands in the `RateLimit` headers. */
  name: string;
  /** Requests at once, and a window. */
  limit: number;
  windowSeconds: number;
}

export interface RateDecision {
  allowed: boolean;
  policy: RatePolicy;
  /** Whole requests left. */
  remaining: number;
  /** Seconds until the bucket is full again, rounded up. */
  resetSeconds: number;
  /** Seconds until the next request is allowed, at least 1; 0 when it is allowed. */
  retryAfterSeconds: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

export interface RateLimiterOptions {
  /** Without limits every request is allowed and nothing is counted. Default true. */
  rateLimits?: boolean;
  /** Callers remembered at most; those not seen for longest are forgotten. Default 50,000. */
  maxKeys?: number;
  /** Milliseconds, for tests. */
  now?: () => number;
}

/**
 * Token buckets by policy and caller. Memory is bounded by two generations of buckets: when the
 * younger is full it becomes the older, and the older one is dropped.
 */
export class RateLimiter {
  /** Whether anything is counted. */
  readonly enabled: boolean;
  readonly #now: () => number;
  readonly #generationSize: number;
  #young = new Map<string, Bucket>();
  #old = new Map<string, Bucket>();

  constructor(options: RateLimiterOptions = {}) {
    this.enabled = options.rateLimits ?? true;
    this.#generationSize = Math.max(1, Math.floor((options.maxKeys ?? 50_000) / 2));
    this.#now = options.now ?? Date.now;
  }

  /** Takes one request of the caller's budget, or says how long to wait. Never waits itself. */
  take(policy: RatePolicy, caller: string): RateDecision {
    if (!this.enabled) {
      return {
        allowed: true,
        policy,
        remaining: policy.limit,
        resetSeconds: 0,
        retryAfterSeconds: 0,
      };
    }
    const perMs = policy.limit / (policy.windowSeconds * 1000);
    const bucket = this.#bucket(`${policy.name} ${caller}`, policy.limit, perMs);
    const allowed = bucket.tokens >= 1;
    if (allowed) bucket.tokens--;
    return {
      allowed,
      policy,
      remaining: Math.floor(bucket.tokens),
      resetSeconds: Math.ceil((policy.limit - bucket.tokens) / perMs / 1000),
      retryAfterSeconds: allowed ? 0 : Math.max(1, Math.ceil((1 - bucket.tokens) / perMs / 1000)),
    };
  }

  /** Number of remembered callers. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }

  #bucket(key: string, limit: number, perMs: number): Bucket {
    const now = this.#now();
    let bucket = this.#young.get(key);
    if (bucket === undefined) {
      bucket = this.#old.get(key) ?? { tokens: limit, at: now };
      this.#old.delete(key);
      if (this.#young.size >= this.#generationSize) {
        this.#old = this.#young;
        this.#young = new Map();
      }
      this.#young.set(key, bucket);
    }
    // A clock that was set back adds nothing.
    bucket.tokens = Math.min(limit, bucket.tokens + Math.max(0, now - bucket.at) * perMs);
    bucket.at = now;
    return bucket;
  }
}

/** The fields of draft-ietf-httpapi-ratelimit-headers-10, and `Retry-After` on a refusal. */
export function rateLimitHeaders(decision: RateDecision): Record<string, string> {
  const { policy, remaining, resetSeconds } = decision;
  const headers: Record<string, string> = {
    "ratelimit-policy": `"${policy.name}";q=${policy.limit};w=${policy.windowSeconds}`,
    "ratelimit": `"${policy.name}";r=${remaining};t=${resetSeconds}`,
  };
  if (!decision.allowed) headers["retry-after"] = String(decision.retryAfterSeconds);
  return headers;
}
