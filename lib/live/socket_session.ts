import { isAllowed, type Principal } from "../auth/permissions.ts";
import type { LiveHub } from "./hub.ts";
import type { FrameSink, Subscription } from "./subscription.ts";
import { isTopic, type Topic, TOPIC_PERMISSIONS, TOPICS } from "./topics.ts";

/** Close codes: 4xxx are Vigia's own, the rest those of RFC 6455. */
export const CLOSE = {
  restart: 1012,
  policy: 1008,
  tooLarge: 1009,
  unauthorized: 4401,
  forbidden: 4403,
  slow: 4408,
} as const;

const AUTH_WITHIN_MS = 5_000;
const MAX_MESSAGE_CHARACTERS = 64 * 1024;
/** Messages a client may send in a second; a browser needs two or three in its life. */
const MAX_MESSAGES_PER_SECOND = 50;

export interface SocketSessionOptions {
  hub: LiveHub;
  socket: WebSocket;
  /** Known from the cookie or header of the upgrade, else the first message must say. */
  principal: Principal | null;
  authenticateToken(token: string): Promise<Principal | null>;
  onClosed(): void;
}

/** The protocol of one socket: who it is, what it wants, and frames as fast as it reads. */
export class SocketSession implements FrameSink {
  readonly #options: SocketSessionOptions;
  readonly #socket: WebSocket;
  readonly #subscription: Subscription;
  readonly #gone = Promise.withResolvers<void>();
  #principal: Principal | null;
  #authTimer: ReturnType<typeof setTimeout> | undefined;
  #second = 0;
  #messagesThisSecond = 0;
  #closed = false;

  constructor(options: SocketSessionOptions) {
    this.#options = options;
    this.#socket = options.socket;
    this.#principal = options.principal;
    this.#subscription = options.hub.subscribe(this);
    this.#socket.onopen = () => this.#begin();
    this.#socket.onmessage = (message) => void this.#receive(message.data);
    this.#socket.onclose = () => {
      this.#end();
      this.#gone.resolve();
    };
    this.#socket.onerror = () => this.#end();
  }

  get principal(): Principal | null {
    return this.#principal;
  }

  /** Resolves when the socket has closed, which an error does as well. */
  get gone(): Promise<void> {
    return this.#gone.promise;
  }

  get bufferedAmount(): number {
    return this.#socket.bufferedAmount;
  }

  sendMessage(text: string): void {
    this.#write(text);
  }

  sendGap(from: number, to: number): void {
    this.#send({ type: "gap", from, to });
  }

  endSlow(): void {
    this.close(CLOSE.slow, "Read faster or reconnect");
  }

  ping(): void {
    this.#send({ type: "ping" });
  }

  /** Sends an error and closes; the caller has no right to be here (any more). */
  refuse(code: "unauthorized" | "forbidden", message: string): void {
    this.#send({ type: "error", code, message });
    this.close(CLOSE[code], message);
  }

  close(code: number, reason: string): void {
    if (this.#socket.readyState <= WebSocket.OPEN) this.#socket.close(code, reason);
    this.#end();
  }

  #begin(): void {
    if (this.#principal !== null) {
      this.#welcome();
      return;
    }
    this.#authTimer = setTimeout(
      () => this.refuse("unauthorized", "Send { type: 'auth', token } within 5 seconds"),
      AUTH_WITHIN_MS,
    );
  }

  #welcome(): void {
    const { hub } = this.#options;
    this.#send({ type: "welcome", seq: hub.seq, epoch: hub.epoch });
  }

  async #receive(data: unknown): Promise<void> {
    if (this.#closed || !this.#withinRate()) return;
    if (typeof data !== "string") return this.#problem("invalid", "Send JSON text");
    if (data.length > MAX_MESSAGE_CHARACTERS) {
      return this.close(CLOSE.tooLarge, "A message may have 64 KiB");
    }
    let message: unknown;
    try {
      message = JSON.parse(data);
    } catch {
      return this.#problem("invalid", "The message is not JSON");
    }
    if (typeof message !== "object" || message === null) {
      return this.#problem("invalid", "Send an object with a type");
    }
    const fields = message as Record<string, unknown>;
    if (fields.type === "auth") return await this.#authenticate(fields.token);
    if (this.#principal === null) {
      return this.refuse("unauthorized", "The first message must be { type: 'auth', token }");
    }
    if (fields.type === "subscribe") return await this.#subscribe(fields);
    if (fields.type === "ping") return this.#send({ type: "pong" });
    if (fields.type !== "pong") {
      this.#problem("invalid", "Known types: auth, subscribe, ping, pong");
    }
  }

  async #authenticate(token: unknown): Promise<void> {
    if (this.#principal !== null) return;
    const principal = typeof token === "string"
      ? await this.#options.authenticateToken(token)
      : null;
    if (this.#closed) return;
    if (principal === null) return this.refuse("unauthorized", "The token is not valid");
    clearTimeout(this.#authTimer);
    this.#principal = principal;
    this.#welcome();
  }

  async #subscribe(fields: Record<string, unknown>): Promise<void> {
    const { topics, resumeFrom } = fields;
    if (!Array.isArray(topics) || topics.length > TOPICS.length || !topics.every(isTopic)) {
      return this.#problem("invalid", `topics must be some of: ${TOPICS.join(", ")}`);
    }
    if (
      resumeFrom !== undefined && !(Number.isSafeInteger(resumeFrom) && Number(resumeFrom) >= 0)
    ) {
      return this.#problem("invalid", "resumeFrom must be a number that this server sent");
    }
    const allowed = new Set<Topic>();
    for (const topic of topics) {
      const needed = TOPIC_PERMISSIONS[topic];
      if (isAllowed(this.#principal, needed)) allowed.add(topic);
      else this.#problem("forbidden", `Topic ${topic} needs the permission ${needed}`);
    }
    if (allowed.size === 0 && topics.length > 0) {
      return this.close(CLOSE.forbidden, "None of the topics is permitted");
    }
    this.#subscription.topics = allowed;
    if (resumeFrom !== undefined) {
      await this.#options.hub.resume(this.#subscription, this, Number(resumeFrom));
    }
  }

  #withinRate(): boolean {
    const second = Math.floor(performance.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#messagesThisSecond = 0;
    }
    if (++this.#messagesThisSecond <= MAX_MESSAGES_PER_SECOND) return true;
    this.close(CLOSE.policy, "Too many messages");
    return false;
  }

  #problem(code: string, message: string): void {
    this.#send({ type: "error", code, message });
  }

  #send(message: Record<string, unknown>): void {
    this.#write(JSON.stringify(message));
  }

  #write(text: string): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#authTimer);
    this.#options.hub.unsubscribe(this.#subscription);
    this.#options.onClosed();
  }
}
