import { AsyncLocalStorage } from "node:async_hooks";
import { StoreUnavailableError } from "../store.ts";
import { ThreadClient, type ThreadOptions } from "./thread_client.ts";
import type { WriteMethods } from "./write_worker.ts";

/** Everybody else's writes wait for a transaction; one that takes longer is undone. */
export const LONGEST_TRANSACTION_MS = 10_000;

/** A transaction under way, as the code inside it sees it. */
export class OpenTransaction {
  readonly id: number;
  isOpen = true;

  constructor(id: number) {
    this.id = id;
  }
}

/** The writing thread: single writes in the order of their making, and transactions one by one. */
export class WriteThread {
  readonly #client: ThreadClient<WriteMethods>;
  readonly #longestTransactionMs: number;
  readonly #inside = new AsyncLocalStorage<OpenTransaction>();
  /** Ends when all transactions asked for so far have ended; `null` when there is none. */
  #transactions: Promise<void> | null = null;
  #lastId = 0;
  /** Whether the last write failed because SQLite could not work. */
  #isFailing = false;
  /** Whether events may be stored that the roll-ups do not contain, as after a crash. */
  #isBehind = true;
  #rollingUp: Promise<void> | null = null;

  constructor(options: ThreadOptions, longestTransactionMs: number) {
    this.#client = new ThreadClient(options);
    this.#longestTransactionMs = longestTransactionMs;
  }

  open(): Promise<void> {
    return this.#client.open();
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  /** Calls a function of the thread, after the transactions that were begun before. */
  async call<K extends keyof WriteMethods>(
    method: K,
    ...parameters: Parameters<WriteMethods[K]>
  ): Promise<Awaited<ReturnType<WriteMethods[K]>>> {
    this.#expectOutside(
      "write outside of the transaction while inside of it: use the transaction's collections",
    );
    // Once, so that transactions begun later do not go first again and again.
    if (this.#transactions !== null) await this.#transactions;
    return await this.#watched(this.#client.call(method, ...parameters));
  }

  /** As `call`, for what changes events. */
  async change<K extends keyof WriteMethods>(
    method: K,
    ...parameters: Parameters<WriteMethods[K]>
  ): Promise<Awaited<ReturnType<WriteMethods[K]>>> {
    try {
      return await this.call(method, ...parameters);
    } finally {
      this.#isBehind = true;
    }
  }

  /** Resolves when the roll-ups contain every event whose `change` has resolved. */
  async rollUp(): Promise<void> {
    this.#expectOutside("ask for analytics or a user's events inside a transaction: ask before it");
    if (this.#isBehind) {
      this.#isBehind = false;
      const rollingUp = this.call("rollUp").catch((error) => {
        this.#isBehind = true;
        throw error;
      }).finally(() => {
        if (this.#rollingUp === rollingUp) this.#rollingUp = null;
      });
      this.#rollingUp = rollingUp;
    }
    await this.#rollingUp;
  }

  /** @throws StoreUnavailableError when writing failed before and still does. */
  async probe(): Promise<void> {
    if (this.#isFailing) await this.call("tryToWrite");
  }

  /** Runs `work` inside a transaction; other writes wait until it ends. */
  async transaction<R>(work: (open: OpenTransaction) => Promise<R>): Promise<R> {
    this.#expectOutside("begin a transaction inside of another: pass the outer one on");
    const before = this.#transactions;
    const ended = Promise.withResolvers<void>();
    const all = ended.promise;
    this.#transactions = all;
    try {
      await before;
      return await this.#runTransaction(work);
    } finally {
      if (this.#transactions === all) this.#transactions = null;
      ended.resolve();
    }
  }

  /** Calls one of the functions that take a transaction's number. */
  async within<K extends "runWithin" | "declareWithin">(
    { id, isOpen }: OpenTransaction,
    method: K,
    parameter: Parameters<WriteMethods[K]>[1],
  ): Promise<Awaited<ReturnType<WriteMethods[K]>>> {
    if (!isOpen) throw new Error("The transaction has ended; its collections cannot be used");
    const parameters = [id, parameter] as Parameters<WriteMethods[K]>;
    return await this.#watched(this.#client.call(method, ...parameters));
  }

  async #runTransaction<R>(work: (open: OpenTransaction) => Promise<R>): Promise<R> {
    const open = new OpenTransaction(++this.#lastId);
    await this.#watched(this.#client.call("begin", open.id));
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      late.reject(
        new StoreUnavailableError(
          `A transaction took more than ${this.#longestTransactionMs} ms and was undone`,
        ),
      );
    }, this.#longestTransactionMs);
    try {
      const result = await this.#inside.run(
        open,
        () => Promise.race([Promise.resolve(work(open)), late.promise]),
      );
      open.isOpen = false;
      await this.#watched(this.#client.call("commit", open.id));
      return result;
    } catch (error) {
      if (open.isOpen) await this.#rollBack(open);
      throw error;
    } finally {
      clearTimeout(timer);
      open.isOpen = false;
    }
  }

  async #rollBack(open: OpenTransaction): Promise<void> {
    open.isOpen = false;
    try {
      await this.#client.call("rollback", open.id);
    } catch {
      // The thread died or SQLite has undone it already; either way nothing of it is kept.
    }
  }

  /** What waits for the transaction to end must not be waited for inside of it. */
  #expectOutside(what: string): void {
    if (this.#inside.getStore()?.isOpen === true) throw new Error(`Cannot ${what}`);
  }

  async #watched<R>(call: Promise<R>): Promise<R> {
    try {
      const result = await call;
      this.#isFailing = false;
      return result;
    } catch (error) {
      if (error instanceof StoreUnavailableError) this.#isFailing = true;
      throw error;
    }
  }
}
