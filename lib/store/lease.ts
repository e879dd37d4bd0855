import { z } from "zod";
import type { Collection, CollectionSpec } from "./collections.ts";
import { DuplicateError, type Store } from "./store.ts";

const leaseSchema = z.object({ holder: z.string(), until: z.string() });
type LeaseRow = z.infer<typeof leaseSchema>;

export const LEASES: CollectionSpec<LeaseRow> = { name: "leases", schema: leaseSchema };

const LEASE_MS = 10_000;

/**
 * Lets one process at a time do a piece of work, where several share a database. Whoever stalls for
 * longer than the lease lasts may wake up beside its successor, so what must not happen twice is
 * written by compare-and-set as well.
 */
export class Lease {
  readonly #rows: Collection<LeaseRow>;
  readonly #now: () => number;
  readonly #holder: string;
  readonly #id: string;
  #until = 0;

  /** `id` names the work, `holder` who does it; `now` is in epoch milliseconds. */
  constructor(store: Store, now: () => number, id: string, holder = defaultHolder(store)) {
    this.#id = id;
    this.#rows = store.collection(LEASES);
    this.#now = now;
    this.#holder = holder;
  }

  /** Whether this process holds the lease, for at least some seconds from now. */
  async hold(): Promise<boolean> {
    const now = this.#now();
    if (this.#until - now > LEASE_MS / 2) return true;
    const until = new Date(now + LEASE_MS).toISOString();
    const fields = { holder: this.#holder, until };
    const isOurs = await this.#rows.patch(this.#id, fields, { holder: this.#holder }) ??
      await this.#rows.patch(this.#id, fields, { until: { lte: new Date(now).toISOString() } }) ??
      await this.#first(fields);
    this.#until = isOurs === null ? 0 : now + LEASE_MS;
    return isOurs !== null;
  }

  /** Lets another process begin at once. */
  async release(): Promise<void> {
    if (this.#until === 0) return;
    this.#until = 0;
    await this.#rows.patch(this.#id, { until: new Date(0).toISOString() }, {
      holder: this.#holder,
    });
  }

  async #first(fields: LeaseRow): Promise<LeaseRow | null> {
    if (await this.#rows.get(this.#id) !== null) return null;
    try {
      return await this.#rows.insert({ ...fields, id: this.#id });
    } catch (error) {
      if (!(error instanceof DuplicateError)) throw error;
      return null;
    }
  }
}

/** An embedded store has one process, which after a crash need not wait for itself. */
function defaultHolder({ kind }: Store): string {
  return kind === "sqlite" ? "embedded" : crypto.randomUUID();
}
