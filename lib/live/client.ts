import type { Topic } from "./topics.ts";

/** How the page is connected, for its badge. */
export type ConnectionState =
  | { kind: "connecting" }
  | { kind: "live" }
  /** `retryAt` in epoch milliseconds. */
  | { kind: "reconnecting"; retryAt: number }
  /** Several attempts failed; the page asks by HTTP and the client goes on trying. */
  | { kind: "polling" }
  | { kind: "offline" }
  | { kind: "denied" };

export interface LiveMessage {
  topic: Topic;
  seq: number;
  ts: string;
  data: unknown;
}

export interface LiveClientOptions {
  url: string;
  topics: Topic[];
  /** Number of the log up to which the page already shows everything. */
  resumeFrom?: number;
  /** Access token, where no cookie authenticates. */
  token?: string;
  onMessage(message: LiveMessage): void;
  /** Messages were missed for good: read everything again. */
  onGap(): void;
  onState(state: ConnectionState): void;
  random?: () => number;
  /** Longest pause between attempts, milliseconds. */
  maxPauseMs?: number;
}

const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 30_000;
/** The server pings every 25 s; silence for twice as long means that the connection is dead. */
const SILENCE_MS = 55_000;
const POLLING_AFTER_ATTEMPTS = 4;
const DENIED_CODES = new Set([4401, 4403]);

/** The browser's end of the live log: reconnects with jitter, resumes where it stood, tells gaps. */
export class LiveClient {
  readonly #options: LiveClientOptions;
  readonly #random: () => number;
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #attempts = 0;
  #lastSeq: number | undefined;
  #epoch: string | undefined;
  #stopped = true;
  readonly #online = () => this.#connectNow();
  readonly #offline = () => this.#options.onState({ kind: "offline" });

  constructor(options: LiveClientOptions) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
    this.#lastSeq = options.resumeFrom;
  }

  /** Newest number that was received. */
  get lastSeq(): number | undefined {
    return this.#lastSeq;
  }

  start(): void {
    this.#stopped = false;
    globalThis.addEventListener?.("online", this.#online);
    globalThis.addEventListener?.("offline", this.#offline);
    this.#options.onState({ kind: "connecting" });
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    globalThis.removeEventListener?.("online", this.#online);
    globalThis.removeEventListener?.("offline", this.#offline);
    clearTimeout(this.#timer);
    clearTimeout(this.#silence);
    this.#socket?.close(1000);
    this.#socket = null;
  }

  #connectNow(): void {
    clearTimeout(this.#timer);
    if (this.#socket === null && !this.#stopped) this.#connect();
  }

  #connect(): void {
    const socket = this.#socket = new WebSocket(this.#options.url);
    const isCurrent = () => this.#socket === socket;
    socket.onopen = () => {
      this.#listenForSilence(socket);
      const { token } = this.#options;
      if (token !== undefined) socket.send(JSON.stringify({ type: "auth", token }));
    };
    socket.onmessage = ({ data }) => {
      if (!isCurrent()) return;
      this.#listenForSilence(socket);
      this.#receive(socket, JSON.parse(String(data)));
    };
    socket.onclose = ({ code }) => {
      if (!isCurrent()) return;
      this.#socket = null;
      clearTimeout(this.#silence);
      if (this.#stopped) return;
      if (DENIED_CODES.has(code)) this.#options.onState({ kind: "denied" });
      else this.#retry();
    };
  }

  #receive(socket: WebSocket, message: Record<string, unknown>): void {
    switch (message.type) {
      case "welcome":
        this.#welcome(socket, Number(message.seq), String(message.epoch));
        break;
      case "message": {
        const { topic, seq, ts, data } = message as unknown as LiveMessage;
        // After a resume the same frame can come twice.
        if (this.#lastSeq !== undefined && seq <= this.#lastSeq) return;
        this.#lastSeq = seq;
        this.#options.onMessage({ topic, seq, ts, data });
        break;
      }
      case "gap":
        this.#lastSeq = Number(message.to);
        this.#options.onGap();
        break;
      case "ping":
        socket.send(JSON.stringify({ type: "pong" }));
        break;
    }
  }

  #welcome(socket: WebSocket, seq: number, epoch: string): void {
    const resumeFrom = this.#lastSeq;
    const subscribe = { type: "subscribe", topics: this.#options.topics };
    socket.send(
      JSON.stringify(resumeFrom === undefined ? subscribe : { ...subscribe, resumeFrom }),
    );
    // Another process numbers the frames between two events anew: what it sends must not look old.
    if (this.#epoch !== undefined && this.#epoch !== epoch && resumeFrom !== undefined) {
      this.#lastSeq = Math.min(resumeFrom, seq);
    }
    this.#epoch = epoch;
    this.#lastSeq ??= seq;
    this.#attempts = 0;
    this.#options.onState({ kind: "live" });
  }

  /** Full jitter: clients of a server that restarted come back spread over the whole pause. */
  #retry(): void {
    this.#attempts++;
    const ceiling = Math.min(
      this.#options.maxPauseMs ?? MAX_PAUSE_MS,
      FIRST_PAUSE_MS * 2 ** this.#attempts,
    );
    const pause = Math.max(200, ceiling * this.#random());
    const retryAt = Date.now() + pause;
    this.#options.onState(
      this.#attempts >= POLLING_AFTER_ATTEMPTS
        ? { kind: "polling" }
        : { kind: "reconnecting", retryAt },
    );
    this.#timer = setTimeout(() => this.#connect(), pause);
  }

  #listenForSilence(socket: WebSocket): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => socket.close(), SILENCE_MS);
  }
}
