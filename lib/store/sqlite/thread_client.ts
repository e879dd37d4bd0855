import { StoreUnavailableError } from "../store.ts";
import { isUnavailable } from "./sqlite_errors.ts";
import type { Answer, Methods, Request, ThrownError } from "./thread.ts";

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export interface ThreadOptions {
  /** Module that calls `serve`; one of its methods is `open`, another `close`. */
  module: URL;
  /** Parameters of `open`, which every new thread is called with first. */
  open: unknown[];
  /** Told when a thread died. */
  onCrash: (error: Error) => void;
}

/** An error that a function of the thread threw, as far as it can be sent. */
function revive({ name, message, stack }: ThrownError): Error {
  const error = name === "RangeError" ? new RangeError(message) : new Error(message);
  error.name = name;
  if (stack !== undefined) error.stack = stack;
  if (!isUnavailable(error)) return error;
  return new StoreUnavailableError(`SQLite cannot work for now: ${message}`, { cause: error });
}

/** Calls functions in a thread of its own. A thread that dies is replaced at the next call. */
export class ThreadClient<M extends Methods> {
  readonly #options: ThreadOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #opening: Promise<void> | null = null;
  #isOpen = false;
  #isClosed = false;
  #lastId = 0;

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  /** Starts the thread if none runs. @throws StoreUnavailableError, and what `open` throws. */
  open(): Promise<void> {
    if (this.#isClosed) return Promise.reject(new StoreUnavailableError("The store is closed"));
    this.#opening ??= this.#start();
    return this.#opening;
  }

  /**
   * Calls a function of the thread; calls arrive in the order of their making.
   * @throws StoreUnavailableError when the thread died or SQLite cannot work, and what it throws.
   */
  async call<K extends keyof M & string>(
    method: K,
    ...parameters: Parameters<M[K]>
  ): Promise<Awaited<ReturnType<M[K]>>> {
    if (!this.#isOpen) await this.open();
    return await this.#send(method, parameters) as Awaited<ReturnType<M[K]>>;
  }

  /** Ends the thread after everything that was asked before. Nothing can be called afterwards. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    try {
      await this.#opening;
      if (this.#isOpen) await this.#send("close", []);
    } finally {
      this.#end(new StoreUnavailableError("The store is closed"));
    }
  }

  async #start(): Promise<void> {
    const worker = new Worker(this.#options.module, { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<Answer>) => this.#receive(data);
    worker.onerror = (event) => {
      // Otherwise the error would end the whole program.
      event.preventDefault();
      const error = new StoreUnavailableError(`A thread of the store died: ${event.message}`);
      this.#end(error);
      this.#options.onCrash(error);
    };
    this.#worker = worker;
    try {
      await this.#send("open", this.#options.open);
      this.#isOpen = true;
    } catch (error) {
      this.#end(error as Error);
      throw error;
    }
  }

  #send(method: string, parameters: unknown[]): Promise<unknown> {
    const worker = this.#worker;
    if (worker === null) return Promise.reject(new StoreUnavailableError("The store is closed"));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, method, parameters } satisfies Request);
    });
  }

  #receive(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    if (waiting === undefined) return;
    this.#waiting.delete(answer.id);
    if ("error" in answer) waiting.reject(revive(answer.error));
    else waiting.resolve(answer.value);
  }

  #end(reason: Error): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#opening = null;
    this.#isOpen = false;
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }
}
