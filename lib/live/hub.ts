import { Counter, Gauge, type Registry } from "prom-client";
import type { Event, SequencedEvent } from "../events/event.ts";
import { FrameRing } from "./frame_ring.ts";
import { liveSequenceOf, storeSequenceOf } from "./sequence.ts";
import { type FrameSink, Subscription } from "./subscription.ts";
import type { Topic } from "./topics.ts";

export interface LiveHubOptions {
  /** Newest order number of the store when the hub begins. */
  lastStoreSequence: number;
  /** Events after an order number, oldest first: what a resume beyond the ring reads. */
  since(seq: number, limit: number): Promise<SequencedEvent[]>;
  registry?: Registry;
  /** Bounds of the ring. */
  maxFrames?: number;
  maxCharacters?: number;
}

/** Events that arrive within this time leave in one frame. */
const COALESCE_MS = 20;
/**
 * A frame takes no further events from this size on: readers' buffers are counted in frames, so a
 * large one would be a large buffer for each of them.
 */
const FRAME_CHARACTERS = 16 * 1024;
/** A resume that would read more than this gets a gap notice and refetches instead. */
const REPLAY_EVENTS = 1000;
/** How often readers that could take nothing are tried again. */
const RETRY_MS = 20;

/** One log for all readers: topics, numbers, resume. Sockets and event streams read the same frames. */
export class LiveHub {
  /** Changes with every process: after a restart the ring is another one. */
  readonly epoch: string = crypto.randomUUID();
  readonly #ring: FrameRing;
  readonly #since: LiveHubOptions["since"];
  readonly #subscriptions = new Set<Subscription>();
  readonly #blocked = new Set<Subscription>();
  readonly #frames: Counter<"topic"> | undefined;
  readonly #gaps: Counter | undefined;
  #seq: number;
  /** After this number the ring has events as well. */
  #wholeSince = 0;
  #pending: SequencedEvent[] = [];
  #flushTimer: ReturnType<typeof setTimeout> | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #lastFlush = 0;

  constructor(options: LiveHubOptions) {
    this.#ring = new FrameRing(
      options.maxFrames ?? 4096,
      options.maxCharacters ?? 16 * 1024 * 1024,
    );
    this.#since = options.since;
    this.#seq = liveSequenceOf(options.lastStoreSequence);
    if (options.registry === undefined) return;
    const registers = [options.registry];
    this.#frames = new Counter({
      name: "vigia_live_frames_total",
      help: "Frames put into the live log.",
      labelNames: ["topic"],
      registers,
    });
    this.#gaps = new Counter({
      name: "vigia_live_gaps_total",
      help: "Times a reader was told that it missed messages.",
      registers,
    });
    const subscriptions = this.#subscriptions;
    new Gauge({
      name: "vigia_live_subscribers",
      help: "Readers of the live log.",
      registers,
      collect() {
        this.set(subscriptions.size);
      },
    });
  }

  /** Newest number of the log. */
  get seq(): number {
    return this.#seq;
  }

  /** Whether anybody reads a topic; what nobody reads need not be computed. */
  hasReaders(topic: Topic): boolean {
    for (const subscription of this.#subscriptions) {
      if (subscription.topics.has(topic)) return true;
    }
    return false;
  }

  /** Puts a message into the log; `data` must be what docs/api.md says of the topic. */
  publish(topic: Exclude<Topic, "events">, data: unknown): void {
    this.#push(topic, this.#seq + 1, JSON.stringify(data));
    this.#pumpAll();
  }

  /** Puts stored events into the log, in commit order. A burst leaves in few frames. */
  publishEvents(events: readonly SequencedEvent[]): void {
    const last = events.at(-1);
    if (last === undefined) return;
    if (this.#pending.length === 0 && !this.hasReaders("events")) return this.#pass(last.seq);
    for (const event of events) this.#pending.push(event);
    if (this.#flushTimer !== undefined) return;
    const wait = Math.max(0, this.#lastFlush + COALESCE_MS - performance.now());
    this.#flushTimer = setTimeout(() => this.flush(), wait);
  }

  /**
   * With nobody reading them, events are only counted: who wants them later gets them from the store,
   * and ingest is spared the work of writing frames.
   */
  #pass(storeSeq: number): void {
    this.#seq = Math.max(liveSequenceOf(storeSeq), this.#seq + 1);
    this.#wholeSince = this.#seq;
    if (this.#subscriptions.size === 0) this.#ring.clear();
  }

  /** Sends what waits to be coalesced. */
  flush(): void {
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    this.#lastFlush = performance.now();
    const events = this.#pending;
    this.#pending = [];
    for (const { lastSeq, json } of framesOf(events)) {
      this.#push("events", Math.max(liveSequenceOf(lastSeq), this.#seq + 1), json);
    }
    this.#pumpAll();
  }

  /** Adds a reader at the end of the log; it gets nothing until it has topics. */
  subscribe(sink: FrameSink): Subscription {
    const counted: FrameSink = {
      get bufferedAmount() {
        return sink.bufferedAmount;
      },
      sendMessage: (text, seq) => sink.sendMessage(text, seq),
      sendGap: (from, to) => {
        this.#gaps?.inc();
        sink.sendGap(from, to);
      },
      endSlow: () => sink.endSlow(),
    };
    const subscription = new Subscription(this.#ring, counted, this.#seq);
    this.#subscriptions.add(subscription);
    return subscription;
  }

  unsubscribe(subscription: Subscription): void {
    this.#subscriptions.delete(subscription);
    this.#blocked.delete(subscription);
  }

  /**
   * Brings a reader up from the last number it saw: from the ring, else from the store, else with
   * a gap notice. Live frames wait meanwhile, so that the order is kept.
   */
  async resume(subscription: Subscription, sink: FrameSink, lastSeen: number): Promise<void> {
    const oldest = this.#ring.at(this.#ring.first)?.seq;
    const begin = storeSequenceOf(lastSeen);
    const isWhole = !subscription.topics.has("events") || lastSeen >= this.#wholeSince;
    const inRing = lastSeen >= this.#seq ||
      (oldest !== undefined && lastSeen >= oldest - 1 && isWhole);
    if (inRing) {
      subscription.moveTo(this.#ring.after(lastSeen), lastSeen);
      this.#pump(subscription);
      return;
    }
    const end = this.#ring.end;
    const newest = this.#seq;
    subscription.moveTo(end, newest);
    subscription.pause();
    try {
      const missed = subscription.topics.has("events")
        ? (await this.#since(begin, REPLAY_EVENTS + 1))
          .filter((event) => liveSequenceOf(event.seq) <= newest)
        : [];
      if (missed.length > REPLAY_EVENTS || !subscription.topics.has("events")) {
        sink.sendGap(lastSeen + 1, newest);
      } else {
        for (const { lastSeq, json } of framesOf(missed)) {
          const seq = liveSequenceOf(lastSeq);
          sink.sendMessage(messageJson("events", seq, json), seq);
        }
      }
    } catch {
      // The store is away: the reader is told and asks again by HTTP when it can.
      sink.sendGap(lastSeen + 1, newest);
    } finally {
      subscription.resume();
      this.#pump(subscription);
    }
  }

  /** Sends what is waiting and stops all timers. */
  stop(): void {
    this.flush();
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    this.#blocked.clear();
  }

  #push(topic: Topic, seq: number, data: string): void {
    this.#seq = seq;
    this.#ring.push({ seq, topic, text: messageJson(topic, seq, data) });
    this.#frames?.inc({ topic });
  }

  #pumpAll(): void {
    for (const subscription of this.#subscriptions) this.#pump(subscription);
  }

  #pump(subscription: Subscription): void {
    if (subscription.pump(performance.now())) this.#blocked.add(subscription);
    else this.#blocked.delete(subscription);
    if (this.#blocked.size > 0 && this.#retryTimer === undefined) {
      // Sockets do not tell when they drained, so those that wait are looked at again.
      this.#retryTimer = setTimeout(() => {
        this.#retryTimer = undefined;
        for (const blocked of [...this.#blocked]) this.#pump(blocked);
      }, RETRY_MS);
    }
  }
}

/** Events as JSON arrays of bounded size, each with the order number of its last event. */
function* framesOf(
  events: readonly SequencedEvent[],
): Generator<{ lastSeq: number; json: string }> {
  let parts: string[] = [];
  let characters = 0;
  for (const [index, { seq, ...event }] of events.entries()) {
    const json = JSON.stringify(event satisfies Event);
    parts.push(json);
    characters += json.length;
    if (characters < FRAME_CHARACTERS && index < events.length - 1) continue;
    yield { lastSeq: seq, json: `[${parts.join(",")}]` };
    parts = [];
    characters = 0;
  }
}

function messageJson(topic: Topic, seq: number, data: string): string {
  const ts = new Date().toISOString();
  return `{"type":"message","topic":"${topic}","seq":${seq},"ts":"${ts}","data":${data}}`;
}
