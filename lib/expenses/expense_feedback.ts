import { z } from "zod";
import type { Collection, CollectionSpec } from "../store/collections.ts";
import { DuplicateError, type Store } from "../store/store.ts";

export const FEEDBACK_VERDICTS = ["normal", "unusual"] as const;
export type FeedbackVerdict = typeof FEEDBACK_VERDICTS[number];

const feedbackSchema = z.object({
  verdict: z.enum(FEEDBACK_VERDICTS),
  by: z.string(),
  /** Whether the detector has heard it. */
  isApplied: z.boolean(),
});
type Feedback = z.infer<typeof feedbackSchema>;

export const EXPENSE_FEEDBACK: CollectionSpec<Feedback> = {
  name: "expense_feedback",
  schema: feedbackSchema,
  indexes: [["isApplied"]],
};

/** Body of a call that gives feedback. */
export const feedbackInput = z.object({ verdict: z.enum(FEEDBACK_VERDICTS) }).strict();

const AT_ONCE = 100;

/** What people say about scores; one word an event, the last one counts. */
export class ExpenseFeedback {
  readonly #rows: Collection<Feedback>;
  readonly #onGiven: (eventId: string, verdict: FeedbackVerdict) => Promise<void>;

  /** `onGiven` is told of each word that is new: the detector has something to hear. */
  constructor(
    store: Store,
    onGiven: (eventId: string, verdict: FeedbackVerdict) => Promise<void> = () => Promise.resolve(),
  ) {
    this.#rows = store.collection(EXPENSE_FEEDBACK);
    this.#onGiven = onGiven;
  }

  /** Keeps what somebody says; the detector hears it at its next turn. */
  async give(eventId: string, verdict: FeedbackVerdict, by: string): Promise<void> {
    const before = await this.#rows.get(eventId);
    if (before?.verdict === verdict) return;
    await this.#put(eventId, { verdict, by, isApplied: false });
    await this.#onGiven(eventId, verdict);
  }

  async #put(eventId: string, row: Feedback): Promise<void> {
    if (await this.#rows.patch(eventId, row) !== null) return;
    try {
      await this.#rows.insert({ ...row, id: eventId });
    } catch (error) {
      if (!(error instanceof DuplicateError)) throw error;
      await this.#rows.patch(eventId, row);
    }
  }

  /** What was said of these events. */
  async of(eventIds: readonly string[]): Promise<Record<string, FeedbackVerdict>> {
    const rows = await Promise.all(eventIds.map((id) => this.#rows.get(id)));
    return Object.fromEntries(
      rows.filter((row) => row !== null).map(({ id, verdict }) => [id, verdict]),
    );
  }

  /** What the detector has not heard yet, oldest first. */
  async waiting(): Promise<{ id: string; verdict: FeedbackVerdict }[]> {
    const where = { isApplied: false };
    return (await this.#rows.find({ where, order: "asc", limit: AT_ONCE })).items;
  }

  /** Says that the detector heard this. */
  async applied(id: string, verdict: FeedbackVerdict): Promise<void> {
    await this.#rows.patch(id, { isApplied: true }, { verdict });
  }
}
