import type { Collection, Stored } from "../../store/collections.ts";
import type { Page, PageRequest } from "../../store/pages.ts";
import type { Store } from "../../store/store.ts";
import { everyPage } from "./every_page.ts";
import {
  type PublicSilence,
  publicSilence,
  type Silence,
  type SilenceInput,
  silencePeriod,
  SILENCES,
  type SilenceState,
} from "./silence.ts";

/** The stored silences. */
export class SilenceBook {
  readonly #silences: Collection<Silence>;
  readonly #now: () => number;

  constructor(store: Store, now: () => number) {
    this.#silences = store.collection(SILENCES);
    this.#now = now;
  }

  /** Newest first; only those that have not ended, or only those that have, or all. */
  async list(
    page: PageRequest & { state?: "open" | "ended" | undefined },
  ): Promise<Page<PublicSilence>> {
    const { state, ...request } = page;
    const now = this.#time();
    const where = state === undefined
      ? {}
      : { endsAt: state === "open" ? { gt: now } : { lte: now } };
    const { items, next } = await this.#silences.find({ ...request, where });
    return { items: items.map((silence) => publicSilence(silence, this.#now())), next };
  }

  async get(id: string): Promise<PublicSilence | null> {
    const silence = await this.#silences.get(id);
    return silence === null ? null : publicSilence(silence, this.#now());
  }

  async create(input: SilenceInput, createdBy: string): Promise<PublicSilence> {
    const { matchers, comment } = input;
    const silence = await this.#silences.insert({
      matchers,
      comment,
      createdBy,
      ...silencePeriod(input, this.#now()),
      lapse: "watched",
    });
    return publicSilence(silence, this.#now());
  }

  /** Ends a silence now; what it was before, `null` when there is none with this id. */
  async expire(id: string): Promise<SilenceState | null> {
    const silence = await this.#silences.get(id);
    if (silence === null) return null;
    const { state } = publicSilence(silence, this.#now());
    if (state === "expired") return state;
    const now = this.#time();
    const startsAt = silence.startsAt > now ? now : silence.startsAt;
    // Whoever ends it knows; nobody needs to be told.
    await this.#silences.patch(id, { startsAt, endsAt: now, lapse: "over" });
    return state;
  }

  /** Those that hold now. */
  async active(): Promise<Stored<Silence>[]> {
    const now = this.#time();
    const open = await everyPage(this.#silences, { endsAt: { gt: now } });
    return open.filter(({ startsAt }) => startsAt <= now);
  }

  /** Those that have lapsed without anybody having looked whether their alerts still fire. */
  lapsed(): Promise<Stored<Silence>[]> {
    return everyPage(this.#silences, { lapse: "watched", endsAt: { lte: this.#time() } });
  }

  async markLapsed(id: string): Promise<void> {
    await this.#silences.patch(id, { lapse: "over" }, { lapse: "watched" });
  }

  #time(): string {
    return new Date(this.#now()).toISOString();
  }
}
