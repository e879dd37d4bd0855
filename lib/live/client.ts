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

/** One part of a page that reads the live log. */
export interface LiveReader {
  topics: readonly Topic[];
  /** Number of the log up to which the part already shows everything. */
  resumeFrom?: number;
  onMessage(message: LiveMessage): void;
  /** Messages were missed for good: read everything again. */
  onGap(): void;
  onState(state: ConnectionState): void;
}

export interface LiveClientOptions {
  url: string;
  /** Access token, where no cookie authenticates. */
  token?: string;
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

/** A reader and the newest number that it has seen; `undefined` until the first connection. */
interface Place {
  readonly reader: LiveReader;
  seen: number | undefined;
}

/**
 * The browser's end of the live log: one connection for all parts of a page. It reconnects with
 * jitter, resumes where it stood, and tells gaps. Open from the first reader to the last.
 */
export class LiveClient {
  readonly #options: LiveClientOptions;
  readonly #random: () => number;
  readonly #places = new Set<Place>();
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #attempts = 0;
  #state: ConnectionState = { kind: "connecting" };
  #epoch: string | undefined;
  readonly #online = () => this.#connectNow();
  readonly #offline = () => this.#tell({ kind: "offline" });

  constructor(options: LiveClientOptions) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
  }

  /** Adds a reader; what is returned takes it away again. */
  join(reader: LiveReader): () => void {
    const place: Place = { reader, seen: reader.resumeFrom };
    if (this.#places.size === 0) this.#begin();
    this.#places.add(place);
    reader.onState(this.#state);
    this.#connectSoon();
    return () => {
      if (this.#places.delete(place) && this.#places.size === 0) this.#end();
    };
  }

  #begin(): void {
    globalThis.addEventListener?.("online", this.#online);
    globalThis.addEventListener?.("offline", this.#offline);
    this.#state = { kind: "connecting" };
    this.#attempts = 0;
  }

  #end(): void {
    globalThis.removeEventListener?.("online", this.#online);
    globalThis.removeEventListener?.("offline", this.#offline);
    clearTimeout(this.#timer);
    clearTimeout(this.#silence);
    this.#socket?.close(1000);
    this.#socket = null;
  }

  /**
   * The parts of a page join within one task and share the first connection. Who comes later gets a
   * new one for all: only its beginning says from where on which topics are read.
   */
  #connectSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#socket?.close(1000);
      this.#connect();
    });
  }

  #tell(state: ConnectionState): void {
    this.#state = state;
    for (const { reader } of this.#places) reader.onState(state);
  }

  #connectNow(): void {
    clearTimeout(this.#timer);
    if (this.#socket === null && this.#places.size > 0) this.#connect();
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
      if (DENIED_CODES.has(code)) this.#tell({ kind: "denied" });
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
        for (const reader of this.#advance(seq)) {
          if (reader.topics.includes(topic)) reader.onMessage({ topic, seq, ts, data });
        }
        break;
      }
      case "gap":
        for (const reader of this.#advance(Number(message.to))) reader.onGap();
        break;
      case "ping":
        socket.send(JSON.stringify({ type: "pong" }));
        break;
    }
  }

  /** Readers that have not seen this number yet; after a resume the same frame can come twice. */
  #advance(seq: number): LiveReader[] {
    const late = [...this.#places].filter(({ seen }) => seen === undefined || seen < seq);
    for (const place of late) place.seen = seq;
    return late.map(({ reader }) => reader);
  }

  #welcome(socket: WebSocket, seq: number, epoch: string): void {
    const places = [...this.#places];
    const topics = [...new Set(places.flatMap(({ reader }) => reader.topics))];
    const known = places.flatMap(({ seen }) => seen ?? []);
    const subscribe = { type: "subscribe", topics };
    socket.send(
      JSON.stringify(
        known.length === 0 ? subscribe : { ...subscribe, resumeFrom: Math.min(...known) },
      ),
    );
    for (const place of places) {
      // Another process numbers the frames between two events anew: what it sends must not look old.
      if (this.#epoch !== undefined && this.#epoch !== epoch && place.seen !== undefined) {
        place.seen = Math.min(place.seen, seq);
      }
      place.seen ??= seq;
    }
    this.#epoch = epoch;
    this.#attempts = 0;
    this.#tell({ kind: "live" });
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
    this.#tell(
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
