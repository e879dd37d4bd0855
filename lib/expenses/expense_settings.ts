import { z } from "zod";
import { MAX_ABSOLUTE_VALUE } from "../events/event.ts";
import type { Collection, CollectionSpec, Stored } from "../store/collections.ts";
import { DuplicateError, type Store } from "../store/store.ts";

const MAX_LIMITS = 20;

const limit = z.number().gt(0, "Must be above 0").lte(MAX_ABSOLUTE_VALUE);

/** What may be set: amounts from which somebody has to approve an expense. */
export const expenseSettingsInput = z.strictObject({
  approvalLimits: z.array(limit).max(MAX_LIMITS, `Give at most ${MAX_LIMITS}`)
    .transform((limits) => [...new Set(limits)].sort((a, b) => a - b)),
});

const settingsSchema = z.object({ approvalLimits: z.array(z.number()), by: z.string() });
type Settings = z.infer<typeof settingsSchema>;

export const EXPENSE_SETTINGS: CollectionSpec<Settings> = {
  name: "expense_settings",
  schema: settingsSchema,
};

/** The settings as the API tells them. */
export const publicSettingsSchema = z.object({
  approvalLimits: z.array(z.number()),
  by: z.string().nullable(),
  updatedAt: z.iso.datetime().nullable(),
});
export type PublicSettings = z.infer<typeof publicSettingsSchema>;

const ID = "expenses";

/** How expenses are judged, as people set it; one document for all processes. */
export class ExpenseSettings {
  readonly #rows: Collection<Settings>;

  constructor(store: Store) {
    this.#rows = store.collection(EXPENSE_SETTINGS);
  }

  /** What is set; nothing at first. */
  async read(): Promise<PublicSettings> {
    return publicSettings(await this.#rows.get(ID));
  }

  /** Sets the approval limits; the next scores know them. The last word counts. */
  async setApprovalLimits(approvalLimits: number[], by: string): Promise<PublicSettings> {
    const settings = { approvalLimits, by };
    const changed = await this.#rows.patch(ID, settings);
    if (changed !== null) return publicSettings(changed);
    try {
      return publicSettings(await this.#rows.insert({ id: ID, ...settings }));
    } catch (error) {
      if (!(error instanceof DuplicateError)) throw error;
      return publicSettings(await this.#rows.patch(ID, settings));
    }
  }
}

function publicSettings(stored: Stored<Settings> | null): PublicSettings {
  if (stored === null) return { approvalLimits: [], by: null, updatedAt: null };
  const { approvalLimits, by, updatedAt } = stored;
  return { approvalLimits, by, updatedAt };
}
