import { z } from "zod";
import type { Collection, CollectionSpec } from "../../store/collections.ts";
import { DuplicateError, type Store } from "../../store/store.ts";

const sampleSchema = z.object({ at: z.int(), value: z.number() });
type Sample = z.infer<typeof sampleSchema>;

export const LEVEL_SAMPLES: CollectionSpec<Sample> = {
  name: "detection_samples",
  schema: sampleSchema,
  indexes: [["at"]],
};

/**
 * What a level was when a bucket ended: looked at once, then kept until the state that has learned it
 * is saved, so that a bucket that is judged again is judged by the same.
 */
export class LevelSamples {
  readonly #samples: Collection<Sample>;
  readonly #read: () => Promise<number>;

  constructor(store: Store, read: () => Promise<number>) {
    this.#samples = store.collection(LEVEL_SAMPLES);
    this.#read = read;
  }

  /** The level at the end of the bucket, `at`. */
  async of(at: number): Promise<number> {
    const id = String(at);
    const known = await this.#samples.get(id);
    if (known !== null) return known.value;
    try {
      return (await this.#samples.insert({ id, at, value: await this.#read() })).value;
    } catch (error) {
      if (!(error instanceof DuplicateError)) throw error;
      return (await this.#samples.get(id))?.value ?? 0;
    }
  }
}
