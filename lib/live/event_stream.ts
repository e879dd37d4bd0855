import type { Principal } from "../auth/permissions.ts";
import type { LiveHub } from "./hub.ts";
import type { FrameSink, Subscription } from "./subscription.ts";
import type { Topic } from "./topics.ts";

export interface EventStreamOptions {
  hub: LiveHub;
  principal: Principal;
  topics: ReadonlySet<Topic>;
  /** `Last-Event-ID` of a reader that comes back. */
  lastSeen: number | null;
  onClosed(): void;
}

/** Room of the body's queue; `desiredSize` counts down from it. */
const QUEUE_BYTES = 256 * 1024;
const encoder = new TextEncoder();

/** The live log as server-sent events: the same frames as the sockets', with `id:` for the resume. */
export class EventStream implements FrameSink {
  readonly principal: Principal;
  readonly body: ReadableStream<Uint8Array>;
  /** The HTTP server waits for the end of what was written by itself. */
  readonly gone: Promise<void> = Promise.resolve();
  readonly #options: EventStreamOptions;
  readonly #subscription: Subscription;
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;

  constructor(options: EventStreamOptions) {
    this.#options = options;
    this.principal = options.principal;
    const { hub } = options;
    this.#subscription = hub.subscribe(this);
    this.#subscription.topics = options.topics;
    this.body = new ReadableStream({
      start: (controller) => {
        this.#controller = controller;
        const welcome = JSON.stringify({ type: "welcome", seq: hub.seq, epoch: hub.epoch });
        this.#write(`retry: 2000\nevent: welcome\ndata: ${welcome}\n\n`);
        if (options.lastSeen !== null) void hub.resume(this.#subscription, this, options.lastSeen);
      },
      cancel: () => this.#end(),
    }, {
      highWaterMark: QUEUE_BYTES,
      size: (chunk) => chunk.byteLength,
    });
  }

  get bufferedAmount(): number {
    return QUEUE_BYTES - (this.#controller?.desiredSize ?? 0);
  }

  sendMessage(text: string, seq: number): void {
    this.#write(`id: ${seq}\nevent: message\ndata: ${text}\n\n`);
  }

  sendGap(from: number, to: number): void {
    this.#write(`id: ${to}\nevent: gap\ndata: ${JSON.stringify({ type: "gap", from, to })}\n\n`);
  }

  endSlow(): void {
    this.#close();
  }

  ping(): void {
    this.#write(": ping\n\n");
  }

  refuse(code: string, message: string): void {
    this.#write(`event: error\ndata: ${JSON.stringify({ type: "error", code, message })}\n\n`);
    this.#close();
  }

  close(): void {
    this.#close();
  }

  #write(text: string): void {
    this.#controller?.enqueue(encoder.encode(text));
  }

  #close(): void {
    try {
      this.#controller?.close();
    } catch {
      // The reader had gone already.
    }
    this.#end();
  }

  #end(): void {
    this.#controller = null;
    this.#options.hub.unsubscribe(this.#subscription);
    this.#options.onClosed();
  }
}
