import type { Principal } from "../auth/permissions.ts";
import { EventStream } from "./event_stream.ts";
import type { LiveHub } from "./hub.ts";
import { CLOSE, SocketSession } from "./socket_session.ts";
import type { Topic } from "./topics.ts";

/** What the live part needs to know about callers. */
export interface LiveAuth {
  authenticateToken(token: string): Promise<Principal | null>;
  /** Whether session, key and role still are what they were. */
  isStillValid(principal: Principal): Promise<boolean>;
}

export interface LiveServerOptions {
  hub: LiveHub;
  auth: LiveAuth;
  maxConnections?: number;
  maxPerUser?: number;
  maxPerAddress?: number;
}

/** Why a new reader is turned away, before anything is upgraded. */
export interface Refusal {
  status: 429 | 503;
  detail: string;
}

/** Proxies and phones drop silent connections; this is well below their usual minute. */
const PING_MS = 25_000;
/** A right that is taken away ends within this time. */
const REVALIDATE_MS = 1_000;
/** How long sockets may take to answer the closing handshake; who does not read never does. */
const GOODBYE_MS = 1_000;

interface Reader {
  readonly principal: Principal | null;
  ping(): void;
  refuse(code: "unauthorized" | "forbidden", message: string): void;
  close(code: number, reason: string): void;
  /** Resolves when its connection has ended. */
  readonly gone: Promise<void>;
}

/** All live readers: how many, whether they still may, heartbeats, and the end at shutdown. */
export class LiveServer {
  readonly #options: LiveServerOptions;
  readonly #readers = new Map<Reader, string>();
  readonly #timers: ReturnType<typeof setInterval>[];
  #stopping = false;

  constructor(options: LiveServerOptions) {
    this.#options = options;
    this.#timers = [
      setInterval(() => this.#ping(), PING_MS),
      setInterval(() => void this.#revalidate(), REVALIDATE_MS),
    ];
  }

  get connections(): number {
    return this.#readers.size;
  }

  /** Whether one more reader fits; `null` means yes. */
  admit(principal: Principal | null, address: string): Refusal | null {
    const { maxConnections = 5000, maxPerUser = 100, maxPerAddress = 600 } = this.#options;
    if (this.#stopping || this.#readers.size >= maxConnections) {
      return { status: 503, detail: "No more live connections now; try again in some seconds." };
    }
    let sameUser = 0;
    let sameAddress = 0;
    for (const [reader, from] of this.#readers) {
      if (principal !== null && reader.principal?.userId === principal.userId) sameUser++;
      if (from === address) sameAddress++;
    }
    return sameUser >= maxPerUser || sameAddress >= maxPerAddress
      ? { status: 429, detail: "Too many live connections of this account or address; close some." }
      : null;
  }

  /** Takes an upgraded socket. */
  accept(socket: WebSocket, principal: Principal | null, address: string): void {
    const { hub, auth } = this.#options;
    const session = new SocketSession({
      hub,
      socket,
      principal,
      authenticateToken: (token) => auth.authenticateToken(token),
      onClosed: () => this.#readers.delete(session),
    });
    this.#readers.set(session, address);
  }

  /** The log as a body of `text/event-stream`, from after `lastSeen` on when that is given. */
  stream(
    principal: Principal,
    address: string,
    topics: ReadonlySet<Topic>,
    lastSeen: number | null,
  ): ReadableStream<Uint8Array> {
    const stream = new EventStream({
      hub: this.#options.hub,
      principal,
      topics,
      lastSeen,
      onClosed: () => this.#readers.delete(stream),
    });
    this.#readers.set(stream, address);
    return stream.body;
  }

  /**
   * Closes every reader with "service restart"; browsers come back by themselves. Resolves when all
   * have answered, or after a second: until then the HTTP server must not be shut down, as it would
   * tell them "going away" instead.
   */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const timer of this.#timers) clearInterval(timer);
    const readers = [...this.#readers.keys()];
    for (const reader of readers) reader.close(CLOSE.restart, "The server restarts");
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => timer = setTimeout(resolve, GOODBYE_MS));
    await Promise.race([Promise.all(readers.map(({ gone }) => gone)), late]);
    clearTimeout(timer);
  }

  #ping(): void {
    for (const reader of this.#readers.keys()) reader.ping();
  }

  async #revalidate(): Promise<void> {
    const verdicts = new Map<string, Promise<boolean>>();
    for (const reader of [...this.#readers.keys()]) {
      const { principal } = reader;
      if (principal === null) continue;
      const key = `${principal.kind}:${principal.sessionId ?? principal.id}`;
      const verdict = verdicts.get(key) ?? this.#options.auth.isStillValid(principal);
      verdicts.set(key, verdict);
      // A store that is away must not end everybody; the next round asks again.
      if (!await verdict.catch(() => true)) {
        reader.refuse("unauthorized", "The session ended; sign in again");
      }
    }
  }
}
