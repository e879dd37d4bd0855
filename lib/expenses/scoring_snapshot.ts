import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import { RecordDetector, type RecordState } from "../anomalies/detectors/record_detector.ts";
import type { Collection, CollectionSpec } from "../store/collections.ts";
import { DuplicateError, type Store } from "../store/store.ts";
import { jsonParts } from "./json_parts.ts";

const headSchema = z.object({ generation: z.int(), cursor: z.int(), chunks: z.int() });
const chunkSchema = z.object({ generation: z.int(), text: z.string() });
type Head = z.infer<typeof headSchema>;
type Chunk = z.infer<typeof chunkSchema>;

export const SCORING_HEADS: CollectionSpec<Head> = {
  name: "record_scoring_heads",
  schema: headSchema,
};
export const SCORING_CHUNKS: CollectionSpec<Chunk> = {
  name: "record_scoring_chunks",
  schema: chunkSchema,
  indexes: [["generation"]],
};

const HEAD_ID = "records";
/** Characters of one chunk; documents of MongoDB end at 16 MB. */
const CHUNK_LENGTH = 1_000_000;

/** Requests wait for no more than about this while the state becomes text. */
const SLICE_MS = 4;

/** What the detector had learned up to an order number. */
export interface Snapshot {
  generation: number;
  cursor: number;
  detector: RecordDetector;
}

/**
 * Keeps the detector between starts. Chunks of a new generation are written before the head names
 * them, so that a crash at any point leaves a whole state.
 */
export class ScoringSnapshots {
  readonly #heads: Collection<Head>;
  readonly #chunks: Collection<Chunk>;

  constructor(store: Store) {
    this.#heads = store.collection(SCORING_HEADS);
    this.#chunks = store.collection(SCORING_CHUNKS);
  }

  /** Number of the last saved state, 0 before the first. */
  async generation(): Promise<number> {
    return (await this.#heads.get(HEAD_ID))?.generation ?? 0;
  }

  async load(): Promise<Snapshot | null> {
    const head = await this.#heads.get(HEAD_ID);
    if (head === null) return null;
    const { generation, cursor } = head;
    let text = "";
    for (let index = 0; index < head.chunks; index++) {
      const chunk = await this.#chunks.get(`${generation}-${index}`);
      if (chunk === null) throw new Error(`Chunk ${generation}-${index} of the scoring is missing`);
      text += chunk.text;
    }
    const state: RecordState = JSON.parse(text);
    return { generation, cursor, detector: RecordDetector.restore(state) };
  }

  /** Saves the next generation; false when another process saved one since, and nothing is changed then. */
  async save({ generation, cursor, detector }: Snapshot): Promise<boolean> {
    const next = generation + 1;
    await this.#chunks.deleteWhere({ generation: next });
    let chunks = 0;
    for await (const text of chunksOf(detector.save())) {
      await this.#chunks.insert({ id: `${next}-${chunks}`, generation: next, text });
      chunks++;
    }
    if (!await this.#moveHead(generation, { generation: next, cursor, chunks })) return false;
    await this.#chunks.deleteWhere({ generation: { lt: next } });
    return true;
  }

  async #moveHead(from: number, head: Head): Promise<boolean> {
    if (from > 0) return await this.#heads.patch(HEAD_ID, head, { generation: from }) !== null;
    try {
      await this.#heads.insert({ ...head, id: HEAD_ID });
      return true;
    } catch (error) {
      if (!(error instanceof DuplicateError)) throw error;
      return false;
    }
  }
}

/** The JSON text of a state in pieces of about `CHUNK_LENGTH`; requests go on while it is made. */
async function* chunksOf(state: RecordState): AsyncGenerator<string> {
  let text = "";
  let pauseAt = performance.now() + SLICE_MS;
  for (const part of jsonParts(state)) {
    text += part;
    if (text.length >= CHUNK_LENGTH) {
      yield text;
      text = "";
    }
    if (performance.now() < pauseAt) continue;
    await setImmediate();
    pauseAt = performance.now() + SLICE_MS;
  }
  if (text !== "") yield text;
}
