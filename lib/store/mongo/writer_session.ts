import {
  type Binary,
  type ClientSession,
  type Collection,
  type Db,
  type MongoClient,
  MongoServerError,
} from "mongodb";
import type { Logger } from "../../logging/logger.ts";

interface WriterDocument {
  /** Id of the session. */
  _id: Binary;
  seenAt: Date;
}

const DAY_MS = 86_400_000;
/** A session that wrote is noted again after this time, so that its note is never taken for a stale one. */
const NOTE_MS = DAY_MS / 24;

/**
 * The one session in which an instance changes events. A transaction that a broken connection or a
 * killed process left open holds its locks on the server for up to a minute, and with them everybody's
 * appends. The next transaction of the same session ends it; and since the session is noted in the
 * collection `writers`, the next instance that starts ends what a killed one left.
 */
export class WriterSession {
  readonly #writers: Collection<WriterDocument>;
  readonly #session: ClientSession;
  #notedAt = 0;

  private constructor(writers: Collection<WriterDocument>, session: ClientSession) {
    this.#writers = writers;
    this.#session = session;
  }

  /** Ends what instances before left open. One that still runs repeats the transaction it loses. */
  static async open(client: MongoClient, db: Db, logger: Logger): Promise<WriterSession> {
    const writers = db.collection<WriterDocument>("writers");
    const noted = await writers.find().toArray();
    // An empty list would end every session of this user.
    if (noted.length > 0) {
      try {
        await db.admin().command({ killSessions: noted.map(({ _id }) => ({ id: _id })) });
        await writers.deleteMany({ seenAt: { $lt: new Date(Date.now() - DAY_MS) } });
      } catch (error) {
        if (!(error instanceof MongoServerError)) throw error;
        logger.warn("Transactions left by a killed instance end by themselves, within a minute", {
          code: error.code,
        });
      }
    }
    return new WriterSession(writers, client.startSession());
  }

  /** The session, noted. Its transactions must not overlap. */
  async ready(): Promise<ClientSession> {
    const now = Date.now();
    if (now - this.#notedAt > NOTE_MS) {
      await this.#writers.updateOne(
        { _id: this.#id },
        { $set: { seenAt: new Date(now) } },
        { upsert: true },
      );
      this.#notedAt = now;
    }
    return this.#session;
  }

  get #id(): Binary {
    const id = this.#session.id?.id;
    if (id === undefined) throw new Error("Cannot write events: the store is closed");
    return id;
  }

  /** Ends the session; its note may stay, where the server is away. */
  async close(): Promise<void> {
    if (this.#session.hasEnded) return;
    const id = this.#id;
    await this.#session.endSession();
    try {
      await this.#writers.deleteOne({ _id: id });
    } catch {
      // A note without a session does no harm.
    }
  }
}
