import untypedBcrypt from "bcrypt";
import { HashQueueFullError } from "./auth_errors.ts";
import { isHashable } from "./password_policy.ts";

/** What is used of the package, which comes without types. */
interface Bcrypt {
  hash(password: string, cost: number): Promise<string>;
  compare(password: string, hash: string): Promise<boolean>;
}
const bcrypt: Bcrypt = untypedBcrypt;

export interface PasswordHasherOptions {
  /** bcrypt's cost: 2^cost rounds. Default 12, about a fifth of a second. */
  cost?: number;
  /** Hashes at once; more would take the processors from the events that come in. Default 2. */
  concurrency?: number;
  /** Hashes that may wait. Default 32, about four seconds. */
  maxWaiting?: number;
}

/** Rough duration of one hash at cost 12, for `Retry-After`. */
const SECONDS_PER_HASH = 0.25;

/**
 * Hashes and checks passwords with bcrypt, off the main thread and a few at a time, so that a flood
 * of sign-ins neither stalls the event loop nor fills memory.
 */
export class PasswordHasher {
  readonly #cost: number;
  readonly #concurrency: number;
  readonly #maxWaiting: number;
  readonly #dummyHash: string;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(options: PasswordHasherOptions = {}) {
    this.#cost = options.cost ?? 12;
    this.#concurrency = options.concurrency ?? 2;
    this.#maxWaiting = options.maxWaiting ?? 32;
    // A hash of no known password with the same cost: checking against it takes as long.
    this.#dummyHash = `$2b$${String(this.#cost).padStart(2, "0")}$${"e".repeat(53)}`;
  }

  /**
   * @throws HashQueueFullError when too many wait already.
   * @throws RangeError for a password that bcrypt would cut; check it with the policy first.
   */
  hash(password: string): Promise<string> {
    if (!isHashable(password)) throw new RangeError("Cannot hash more than 72 bytes, or NUL");
    return this.#run(() => bcrypt.hash(password, this.#cost));
  }

  /**
   * Whether the password belongs to the hash; `null` stands for an unknown account, takes the same
   * time and is never right.
   * @throws HashQueueFullError when too many wait already.
   */
  async verify(password: string, hash: string | null): Promise<boolean> {
    // Nobody can have such a password, so the answer tells nothing about accounts.
    if (!isHashable(password)) return false;
    const isEqual = await this.#run(() => bcrypt.compare(password, hash ?? this.#dummyHash));
    return isEqual && hash !== null;
  }

  async #run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#concurrency) {
      if (this.#waiting.length >= this.#maxWaiting) {
        throw new HashQueueFullError(
          Math.ceil(this.#waiting.length * SECONDS_PER_HASH / this.#concurrency) + 1,
        );
      }
      // Whoever finishes hands its place on, so that `#running` is not counted again.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running++;
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running--;
      else next();
    }
  }
}
