import assert from "node:assert/strict";
import { openSqliteStore } from "../store/sqlite/sqlite_store.ts";
import type { Store } from "../store/store.ts";
import { KEPT_NOTICES, NOTICES } from "./notice.ts";
import { NoticeBook } from "./notice_book.ts";

const NOTICE = {
  status: "firing",
  severity: "critical",
  title: "No payments",
  text: "None for 15 minutes",
  url: null,
} as const;
const DAY_MS = 86_400_000;

interface Setup {
  book: NoticeBook;
  store: Store;
  /** Moves the clock by so much. */
  wait(ms: number): void;
  /** How often somebody was told. */
  told(): number;
  /** Adds notices, each at an instant of its own. */
  add(...ids: string[]): Promise<void>;
}

async function withBook(test: (setup: Setup) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "vigia-notices-" });
  const store = await openSqliteStore({ path: `${folder}/vigia.db` });
  let now = Date.now();
  let told = 0;
  const book = new NoticeBook({ store, onChanged: () => told++, now: () => now });
  try {
    await test({
      book,
      store,
      wait: (ms) => now += ms,
      told: () => told,
      async add(...ids) {
        for (const id of ids) {
          await book.add({ id, ...NOTICE });
          await new Promise((resolve) => setTimeout(resolve, 2));
        }
      },
    });
  } finally {
    await store.close();
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("NoticeBook.add() stores each id once and tells", () =>
  withBook(async ({ book, add, told }) => {
    await add("a", "a");
    assert.equal(told(), 1);
    assert.deepEqual((await book.list("ana", { limit: 10 })).items.map(({ id }) => id), ["a"]);
  }));

Deno.test("NoticeBook.read() marks one, or all up to one, for one person alone", () =>
  withBook(async ({ book, add, told }) => {
    await add("a", "b", "c");
    const unreadOf = async (userId: string) =>
      (await book.list(userId, { limit: 10 })).items.flatMap(({ id, isRead }) =>
        isRead ? [] : [id]
      );
    assert.equal(await book.countUnread("ana"), 3);

    assert.equal(await book.read("ana", { id: "b" }), true);
    assert.equal(told(), 4);
    assert.deepEqual(await unreadOf("ana"), ["c", "a"]);
    assert.equal(await book.countUnread("ana"), 2);
    assert.equal(await book.countUnread("rui"), 3);

    await book.read("ana", { upTo: "b" });
    assert.deepEqual(await unreadOf("ana"), ["c"]);
    await book.read("ana", { id: "a" });
    await book.read("ana", { upTo: "a" });
    assert.equal(await book.countUnread("ana"), 1);
    await book.read("ana", { id: "c" });
    assert.equal(await book.countUnread("ana"), 0);
    await add("d");
    assert.equal(await book.countUnread("ana"), 1);
    assert.equal(await book.read("ana", { id: "nobody" }), false);
  }));

Deno.test("NoticeBook.read() loses nothing of tabs that mark at once", () =>
  withBook(async ({ book, add }) => {
    await add("a", "b", "c");
    await Promise.all(["a", "b", "c"].map((id) => book.read("ana", { id })));
    assert.equal(await book.countUnread("ana"), 0);
  }));

Deno.test("NoticeBook.add() lets the oldest go, by number and by age", () =>
  withBook(async ({ book, store, add, wait }) => {
    const notices = store.collection(NOTICES);
    for (let n = 0; n <= KEPT_NOTICES; n++) await notices.insert({ id: `old-${n}`, ...NOTICE });
    await add("new");
    assert.equal(await notices.count(), KEPT_NOTICES);
    assert.equal(await notices.get("old-1"), null);
    assert.notEqual(await notices.get("old-2"), null);

    wait(100 * DAY_MS);
    await book.add({ id: "later", ...NOTICE });
    assert.equal(await notices.count(), 0);
  }));
