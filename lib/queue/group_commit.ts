import { Change } from "./change.ts";
import type { KvFile } from "./kv_file.ts";

interface Waiting {
  change: Change;
  resolve(versionstamp: string | null): void;
  reject(error: unknown): void;
}

/**
 * Commits changes that arrive while another commit is under way together, in the order of their
 * arrival: Deno KV syncs its file once per atomic, so that sharing one is what makes it fast.
 * Changes do not share their fate: where one of a group must fail its check, each is tried alone.
 */
export class GroupCommit {
  readonly #kv: KvFile;
  readonly #waiting: Waiting[] = [];
  #running = false;

  constructor(kv: KvFile) {
    this.#kv = kv;
  }

  /**
   * Resolves with the versionstamp when the change is durable, with `null` when one of its checks
   * did not hold.
   * @throws StoreUnavailableError
   */
  submit(change: Change): Promise<string | null> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ change, resolve, reject });
      if (!this.#running) this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    // Lets everything that is submitted in the same turn into the first group.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const { whole, group } = this.#takeGroup();
      if (await this.#commit(whole, group, group.length > 1)) continue;
      for (const one of group) await this.#commit(one.change, [one], false);
    }
    this.#running = false;
  }

  #takeGroup(): { whole: Change; group: Waiting[] } {
    const whole = new Change();
    let size = 0;
    for (const { change } of this.#waiting) {
      if (size > 0 && !whole.canJoin(change)) break;
      whole.join(change);
      size++;
    }
    return { whole, group: this.#waiting.splice(0, size) };
  }

  /** Commits and answers everyone in the group; false (nobody answered) if it must be split. */
  async #commit(change: Change, group: Waiting[], maySplit: boolean): Promise<boolean> {
    try {
      const versionstamp = await this.#kv.commit((atomic) => change.apply(atomic));
      if (versionstamp === null && maySplit) return false;
      for (const { resolve } of group) resolve(versionstamp);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
    return true;
  }
}
