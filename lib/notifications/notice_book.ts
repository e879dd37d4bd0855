import type { Collection, Stored } from "../store/collections.ts";
import type { Page, PageRequest } from "../store/pages.ts";
import { ConflictError, DuplicateError, type Store } from "../store/store.ts";
import {
  KEPT_NOTICES,
  MAX_READ_IDS,
  type Notice,
  NOTICES,
  type NoticeView,
  READ_MARKS,
  type ReadMark,
} from "./notice.ts";
import type { NoticesRead } from "./notice_inputs.ts";

/** Older notices go. */
const KEPT_MS = 90 * 24 * 60 * 60 * 1000;
/** Most that one look for superfluous notices deletes. */
const PRUNED_AT_ONCE = 500;
/** Between two such looks. */
const PRUNE_EVERY_MS = 60_000;
/** Several tabs of one person may mark at once. */
const TRIES = 5;

export interface NoticeBookOptions {
  store: Store;
  /** Told of notices that came, and when somebody read some. */
  onChanged(): void;
  now?: () => number;
}

/** What Vigia tells people in its own pages, and what each of them has read. */
export class NoticeBook {
  readonly #options: NoticeBookOptions;
  readonly #notices: Collection<Notice>;
  readonly #marks: Collection<ReadMark>;
  #prunedAt = -Infinity;

  constructor(options: NoticeBookOptions) {
    this.#options = options;
    this.#notices = options.store.collection(NOTICES);
    this.#marks = options.store.collection(READ_MARKS);
  }

  /** Adds a notice, once for each id. */
  async add(notice: Notice & { id: string }): Promise<void> {
    try {
      await this.#notices.insert(notice);
    } catch (error) {
      // An earlier try of the same delivery got this far.
      if (error instanceof DuplicateError) return;
      throw error;
    }
    await this.#prune();
    this.#options.onChanged();
  }

  /** Newest first, as a person sees them. @throws UnknownCursorError */
  async list(userId: string, page: PageRequest): Promise<Page<NoticeView>> {
    const [{ items, next }, mark] = await Promise.all([
      this.#notices.find(page),
      this.#marks.findOne({ userId }),
    ]);
    return { items: items.map((notice) => viewOf(notice, mark)), next };
  }

  /** How many a person has not read. */
  async countUnread(userId: string): Promise<number> {
    const mark = await this.#marks.findOne({ userId });
    if (mark === null) return await this.#notices.count();
    const later = { createdAt: { gt: mark.readUpTo } };
    if (mark.readIds.length === 0) return await this.#notices.count(later);
    const [all, read] = await Promise.all([
      this.#notices.count(later),
      this.#notices.count({ ...later, id: { in: mark.readIds } }),
    ]);
    return all - read;
  }

  /**
   * Notes that a person has read one notice (`id`), or one and all before it (`upTo`); `false` when
   * there is none.
   */
  async read(userId: string, { id, upTo }: NoticesRead): Promise<boolean> {
    const notice = await this.#notices.get(upTo ?? id ?? "");
    if (notice === null) return false;
    const { createdAt } = notice;
    await this.#change(userId, ({ readUpTo, readIds }) => {
      if (createdAt <= readUpTo) return { readUpTo, readIds };
      if (upTo !== undefined) return { readUpTo: createdAt, readIds: [] };
      return { readUpTo, readIds: [...new Set([...readIds, notice.id])].slice(-MAX_READ_IDS) };
    });
    return true;
  }

  async #change(
    userId: string,
    change: (mark: Omit<ReadMark, "userId">) => Omit<ReadMark, "userId">,
  ): Promise<void> {
    for (let tries = 1;; tries++) {
      const mark = await this.#marks.findOne({ userId });
      try {
        if (mark === null) {
          await this.#marks.insert({ userId, ...change({ readUpTo: "", readIds: [] }) });
        } else {
          await this.#marks.replace({ ...mark, ...change(mark) });
        }
        break;
      } catch (error) {
        const isRace = error instanceof DuplicateError || error instanceof ConflictError;
        if (!isRace || tries === TRIES) throw error;
      }
    }
    this.#options.onChanged();
  }

  /** Deletes what is too old or too much. */
  async #prune(): Promise<void> {
    const now = (this.#options.now ?? Date.now)();
    if (now - this.#prunedAt < PRUNE_EVERY_MS) return;
    this.#prunedAt = now;
    await this.#notices.deleteWhere({ createdAt: { lt: new Date(now - KEPT_MS).toISOString() } });
    const tooMany = await this.#notices.count() - KEPT_NOTICES;
    if (tooMany <= 0) return;
    const { items } = await this.#notices.find({
      order: "asc",
      limit: Math.min(tooMany, PRUNED_AT_ONCE),
    });
    await this.#notices.deleteWhere({ id: { in: items.map(({ id }) => id) } });
  }
}

function viewOf(notice: Stored<Notice>, mark: ReadMark | null): NoticeView {
  const { id, createdAt, status, severity, title, text, url } = notice;
  const isRead = mark !== null && (createdAt <= mark.readUpTo || mark.readIds.includes(id));
  return { id, createdAt, status, severity, title, text, url, isRead };
}
